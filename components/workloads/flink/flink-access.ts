import type { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import type { Component } from "../../kit/component.ts";
import { flinkPart } from "../../kit/workloads/flink/flink.ts";
import { decideFlinkRights } from "../../kit/workloads/flink/flink-rights.ts";
import { createPassword } from "../../secrets/password.ts";
import { createAuthorities, createConfig, createSecret, labelsOf } from "../service-workload.ts";
import { createServiceAccount } from "../service-account.ts";
import type { FlinkParts, FlinkWorkloadArgs } from "./flink-workload.ts";

/** As whom a cluster's pods run, and what they are told, as a service's are. */
export interface FlinkAccess extends Pick<FlinkParts, "labels" | "metadata"> {
  readonly account: ServiceAccount;
  /** What has to be there before anything talks to the API server. */
  readonly rights: readonly Resource[];
  readonly config: ConfigMap | undefined;
  readonly secret: Secret | undefined;
  readonly authorities: ConfigMap | undefined;
  /** The Secret with the password of key files, under `password`: files and password lie in the same namespace, and JVMs ask for one. */
  readonly password: Secret;
}

/** The account, its rights, settings and secrets of a cluster. */
export function createFlinkAccess(
  name: string,
  args: FlinkWorkloadArgs,
  opts: ComponentResourceOptions & { readonly parent: Component },
): FlinkAccess {
  const { domain, service, namespace, flink } = args;
  const inside = { parent: opts.parent };
  const labels = labelsOf(args);
  const metadata = (object: string) => ({ name: object, namespace, labels });
  const account = createServiceAccount(name, args, metadata, inside);
  const own = metadata(flinkPart(service, "jobs"));
  const rules = decideFlinkRights(domain, service, Object.keys(flink.jobs));
  const role = new Role(`${name}-role`, { metadata: own, rules }, inside);
  const binding = new RoleBinding(
    `${name}-binding`,
    {
      metadata: own,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: account.metadata.namespace }],
    },
    inside,
  );
  const password = new Secret(
    `${name}-keystore`,
    {
      metadata: metadata(flinkPart(service, "files")),
      stringData: { password: createPassword(`${name}-keystore-password`, inside) },
    },
    inside,
  );
  return {
    ...{ labels, metadata, account, password, rights: [role, binding] },
    config: createConfig(name, args, metadata, inside),
    secret: createSecret(name, args, metadata, inside),
    authorities: createAuthorities(name, args, metadata, inside),
  };
}
