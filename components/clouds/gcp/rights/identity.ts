import { getDefaultServiceAccountOutput } from "@pulumi/gcp/bigquery/getDefaultServiceAccount.js";
import { getProjectOutput } from "@pulumi/gcp/organizations/getProject.js";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { ServiceIdentity } from "@pulumi/gcp/projects/serviceIdentity.js";
import { Account, type AccountArgs } from "@pulumi/gcp/serviceaccount/account.js";
import { getProjectServiceAccountOutput } from "@pulumi/gcp/storage/getProjectServiceAccount.js";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { KeyUser } from "../../../kit/rights/keys.ts";
import { boundedName } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import type { GcpSettings } from "../settings.ts";

/** Where a resource belongs and what has to exist before it. */
interface ChildOptions {
  readonly parent: Resource;
  readonly dependsOn: Resource[];
}

/**
 * The IAM member of Google's own account that acts for a service in this project. Most are made by asking for them;
 * Compute Engine's is made with its API and has no call of its own, so its name is put together from the project's
 * number. https://cloud.google.com/iam/docs/service-agents
 */
export function serviceAgent(
  name: string,
  user: KeyUser,
  { project }: GcpSettings,
  opts: ChildOptions,
): Output<string> {
  switch (user) {
    case "nodes":
      return interpolate`serviceAccount:service-${getProjectOutput({ projectId: project }, opts).number}@compute-system.iam.gserviceaccount.com`;
    case "buckets":
      return getProjectServiceAccountOutput({ project }, opts).member;
    // BigQuery's own that encrypts, not the agent that moves data. https://cloud.google.com/bigquery/docs/customer-managed-encryption
    case "warehouses":
      return getDefaultServiceAccountOutput({ project }, opts).member;
    case "cluster":
      return new ServiceIdentity(name, { service: "container.googleapis.com" }, opts).member;
    case "registry":
      return new ServiceIdentity(name, { service: "artifactregistry.googleapis.com" }, opts).member;
    case "databases":
      return new ServiceIdentity(name, { service: "sqladmin.googleapis.com" }, opts).member;
    case "secrets":
      return new ServiceIdentity(name, { service: "secretmanager.googleapis.com" }, opts).member;
    case "caches":
      return new ServiceIdentity(name, { service: "memorystore.googleapis.com" }, opts).member;
    // https://cloud.google.com/bigtable/docs/use-cmek
    case "tables":
      return new ServiceIdentity(name, { service: "bigtableadmin.googleapis.com" }, opts).member;
    case "brokers":
      return new ServiceIdentity(name, { service: "managedkafka.googleapis.com" }, opts).member;
    case "queues":
      return new ServiceIdentity(name, { service: "pubsub.googleapis.com" }, opts).member;
    case "functions":
      return new ServiceIdentity(name, { service: "run.googleapis.com" }, opts).member;
  }
}

/**
 * What a node may do: write logs and metrics, and pull images. The registry and the cluster don't know each other, so
 * pulling is granted for the project's registries and not for one.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts#default-gke-service-agent
 */
const nodeRoles = ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"] as const;

/** An account of their own for nodes, and its grants. */
export interface NodeAccount {
  readonly email: Output<string>;
  readonly grants: readonly IAMMember[];
}

/** Makes the account that nodes run as, with the least that nodes need. Workloads have their own, by Workload Identity. */
export function createNodeAccount(
  name: string,
  { project }: GcpSettings,
  transform: Transform<AccountArgs> | undefined,
  opts: ChildOptions,
): NodeAccount {
  const args: AccountArgs = {
    // Fixed, since it is part of an e-mail address that people grant rights to; it can be made again after deletion.
    accountId: boundedName(name, nameLimits.serviceAccount),
    displayName: name,
  };
  const account = new Account(name, transformed(transform, args), opts);
  const grants = nodeRoles.map(
    (role) =>
      new IAMMember(
        `${name}-${role.replace("roles/", "").replace(".", "-")}`,
        { project, role, member: account.member },
        { parent: opts.parent },
      ),
  );
  return { email: account.email, grants };
}
