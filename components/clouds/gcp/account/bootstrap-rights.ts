import type { Environment } from "../../../../environments/schema/environment.ts";
import type { OwnRole } from "./bootstrap-permissions.ts";

/** What pipelines may do with what a part of Google's SDK makes. */
export interface PartRights {
  /** Google's own roles for `up`, besides what `ownRoles` permits: where those are narrow, or where nothing less would do. */
  readonly up: readonly string[];
  /** For `preview`: reads how it is set, and nothing that it holds. */
  readonly preview: readonly string[];
}

/**
 * Roles for each part of the SDK that a component imports; a test asks for a row for each. What `up` makes it may make by
 * `ownRoles`; what stands here besides is broad by nature, and exempt by name where a rule says so. All are the project's,
 * since nothing that they are about exists yet. A role that reads images or logs is among those of a preview because no
 * smaller one reads the repository's or the sink's settings. https://cloud.google.com/iam/docs/roles-overview
 */
export const partRights = {
  artifactregistry: { up: [], preview: ["roles/artifactregistry.reader"] },
  // Datasets and who may use them, and no table's contents. https://cloud.google.com/bigquery/docs/access-control#bigquery.metadataViewer
  bigquery: { up: [], preview: ["roles/bigquery.metadataViewer"] },
  // Of the billing account, not of the project: see `billingRoles`.
  billing: { up: [], preview: [] },
  certificatemanager: { up: ["roles/certificatemanager.owner"], preview: ["roles/certificatemanager.viewer"] },
  cloudrunv2: { up: [], preview: ["roles/run.viewer"] },
  compute: { up: [], preview: ["roles/compute.viewer"] },
  // What is inside of clusters as well, which is the second layer: roles and bindings of Kubernetes among it, which nobody
  // else is there to give. https://cloud.google.com/kubernetes-engine/docs/how-to/iam
  container: { up: ["roles/container.admin"], preview: ["roles/container.clusterViewer"] },
  dns: { up: [], preview: ["roles/dns.reader"] },
  kms: { up: [], preview: ["roles/cloudkms.viewer"] },
  logging: { up: ["roles/logging.configWriter"], preview: ["roles/logging.viewer"] },
  managedkafka: { up: [], preview: ["roles/managedkafka.viewer"] },
  monitoring: {
    up: ["roles/monitoring.notificationChannelEditor"],
    preview: ["roles/monitoring.notificationChannelViewer"],
  },
  organizations: { up: ["roles/browser"], preview: ["roles/browser"] },
  // Policies are read by `securityReviewer`.
  projects: {
    up: [],
    preview: ["roles/iam.securityReviewer", "roles/serviceusage.serviceUsageViewer"],
  },
  pubsub: { up: [], preview: ["roles/pubsub.viewer"] },
  secretmanager: { up: [], preview: ["roles/secretmanager.viewer"] },
  // Nodes run as an account, and whoever makes them has to be able to act as it. It holds for all of the project's: accounts
  // have no attribute that a condition could ask for, and who might grant it on one could grant it on all.
  serviceaccount: { up: ["roles/iam.serviceAccountUser"], preview: [] },
  servicenetworking: { up: [], preview: [] },
  // Limits that the project sets itself.
  serviceusage: { up: [], preview: ["roles/servicemanagement.quotaViewer"] },
  sql: { up: [], preview: ["roles/cloudsql.viewer"] },
  storage: { up: [], preview: ["roles/storage.bucketViewer"] },
} as const satisfies Readonly<Record<string, PartRights>>;

/**
 * Of the project, where an environment has what they are for, in order.
 *
 * Functions: Cloud Run asks whether whoever deploys an image may read it. https://cloud.google.com/run/docs/deploying#required_roles
 * Kafka: the logins of its services are keys of accounts, and nobody else needs one.
 * Warehouses: BigQuery tells its own account's name, which a key is granted to, to those only who may run queries; what these
 * read is the datasets' to say. https://cloud.google.com/bigquery/docs/reference/rest/v2/projects/getServiceAccount
 */
export const usedRights = {
  functions: { up: ["roles/artifactregistry.reader"], preview: [] },
  kafka: { up: ["roles/iam.serviceAccountKeyAdmin"], preview: [] },
  warehouses: { up: ["roles/bigquery.jobUser"], preview: ["roles/bigquery.jobUser"] },
} as const satisfies Readonly<Record<string, PartRights>>;

/** What an environment has that pipelines need more rights for. */
export type Used = keyof typeof usedRights;

/** All of it, in order. */
export const allUsed = ["functions", "kafka", "warehouses"] as const satisfies readonly Used[];

/** What an environment has of it. */
export function decideUsed({
  stores,
  events,
  warehouses,
}: Pick<Environment, "stores" | "events" | "warehouses">): Used[] {
  const has: Readonly<Record<Used, boolean>> = {
    functions: Object.keys(events?.functions ?? {}).length > 0,
    kafka: Object.values(stores).some(({ kind, placement }) => kind === "kafka" && placement === "managed"),
    warehouses: Object.keys(warehouses).length > 0,
  };
  return allUsed.filter((used) => has[used]);
}

/** Of the billing account, for budgets. https://cloud.google.com/billing/docs/how-to/billing-access */
export const billingRoles: PartRights = { up: ["roles/billing.costsManager"], preview: ["roles/billing.viewer"] };

/**
 * Roles of the project that components grant, and so all that `up` may grant there, to itself too: none that makes an
 * account's access tokens is among them, as all of Google's `serviceAgent` roles for such work do.
 * https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export const grantedRoles = [
  "roles/artifactregistry.reader",
  "roles/bigquery.jobUser",
  "roles/container.defaultNodeServiceAccount",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/managedkafka.client",
] as const;

/** When a role holds. */
export interface RoleCondition {
  readonly title: string;
  readonly description: string;
  readonly expression: string;
}

/** What names the bootstrap's own things begin with: out of reach for `up`, which nobody else would keep from deleting its own state. */
export interface OwnThings {
  readonly project: string;
  readonly stateRegion: string;
  /** Of the state's bucket and of key rings. */
  readonly prefix: string;
}

/**
 * The condition under which `up` has a role of the project's own. Undefined where it always has.
 * https://cloud.google.com/iam/docs/conditions-resource-attributes
 */
export function conditionOf(role: OwnRole, { project, stateRegion, prefix }: OwnThings): RoleCondition | undefined {
  switch (role) {
    case "grants":
      return {
        title: "roles-of-the-platform",
        description: "Grants no other roles than components do",
        expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([${grantedRoles.map((one) => `"${one}"`).join(", ")}])`,
      };
    case "buckets":
      return {
        title: "not-the-state",
        description: "Every bucket but the one that holds state",
        expression: `!resource.name.startsWith("projects/_/buckets/${prefix}")`,
      };
    case "keys":
      return {
        title: "not-the-keys-of-state",
        description: "Every key but those of the state",
        expression: `!resource.name.startsWith("projects/${project}/locations/${stateRegion}/keyRings/${prefix}")`,
      };
    case "platform":
      return undefined;
    default:
      return role satisfies never;
  }
}
