import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { decideLabels } from "../kit/labels.ts";
import { platformAccounts } from "../kit/rights/workload-identities.ts";
import type { Surroundings } from "../kit/surroundings.ts";

/** Annotations of a service account that the cloud knows; whoever takes them waits for its rights. */
export type AccountAnnotations = Readonly<Record<string, Input<string>>>;

/**
 * Who Percona's operator is, where the cloud knows it: its pods begin after it has its rights, since they are given a token when they
 * begin and never later. None where it has no rights: then its chart makes the account.
 */
export function createKnownAccount(
  name: string,
  { annotations, surroundings }: { annotations: AccountAnnotations | undefined; surroundings: Surroundings },
  opts: CustomResourceOptions,
): Resource[] {
  if (annotations === undefined) return [];
  const { serviceAccount: account, namespace } = platformAccounts.psmdbOperator;
  const subject = { name: account, component: "operator", partOf: surroundings.system } as const;
  const labels = decideLabels(subject, surroundings.tags);
  return [new ServiceAccount(name, { metadata: { name: account, namespace, labels, annotations } }, opts)];
}
