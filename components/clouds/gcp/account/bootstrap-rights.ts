/** What pipelines may do with what a part of Google's SDK makes. */
export interface PartRights {
  /** For `up`: makes, changes and deletes it. */
  readonly up: readonly string[];
  /** For `preview`: reads how it is set, and nothing that it holds. */
  readonly preview: readonly string[];
}

/**
 * Roles for each part of the SDK that a component imports; a test asks for a row for each. They are the project's, since
 * nothing that they are about exists yet, and the services' own: broad within a service, nothing outside of those. A role
 * that reads images or logs is among them because no smaller one reads the repository's or the sink's settings.
 * https://cloud.google.com/iam/docs/roles-overview
 */
export const partRights = {
  artifactregistry: { up: ["roles/artifactregistry.admin"], preview: ["roles/artifactregistry.reader"] },
  // Of the billing account, not of the project: see `billingRoles`.
  billing: { up: [], preview: [] },
  certificatemanager: { up: ["roles/certificatemanager.owner"], preview: ["roles/certificatemanager.viewer"] },
  // Firewalls and policies for visitors are kept apart from networks. https://cloud.google.com/compute/docs/access/iam
  compute: {
    up: ["roles/compute.loadBalancerAdmin", "roles/compute.networkAdmin", "roles/compute.securityAdmin"],
    preview: ["roles/compute.viewer"],
  },
  // What is inside of clusters as well, which is the second layer. https://cloud.google.com/kubernetes-engine/docs/how-to/iam
  container: { up: ["roles/container.admin"], preview: ["roles/container.clusterViewer"] },
  dns: { up: ["roles/dns.admin"], preview: ["roles/dns.reader"] },
  kms: { up: ["roles/cloudkms.admin"], preview: ["roles/cloudkms.viewer"] },
  logging: { up: ["roles/logging.configWriter"], preview: ["roles/logging.viewer"] },
  managedkafka: { up: ["roles/managedkafka.admin"], preview: ["roles/managedkafka.viewer"] },
  monitoring: {
    up: ["roles/monitoring.notificationChannelEditor"],
    preview: ["roles/monitoring.notificationChannelViewer"],
  },
  organizations: { up: ["roles/browser"], preview: ["roles/browser"] },
  // `projectIamAdmin` only for the roles that components grant: see `grantedRoles`. Policies are read by `securityReviewer`.
  projects: {
    up: ["roles/resourcemanager.projectIamAdmin", "roles/serviceusage.serviceUsageAdmin"],
    preview: ["roles/iam.securityReviewer", "roles/serviceusage.serviceUsageViewer"],
  },
  secretmanager: { up: ["roles/secretmanager.admin"], preview: ["roles/secretmanager.viewer"] },
  // Nodes run as an account, and whoever makes them has to be able to act as it. It holds for all of the project's, as their
  // administrator could give it to himself anyway.
  serviceaccount: {
    up: ["roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountUser"],
    preview: [],
  },
  servicenetworking: { up: ["roles/servicenetworking.networksAdmin"], preview: [] },
  sql: { up: ["roles/cloudsql.admin"], preview: ["roles/cloudsql.viewer"] },
  storage: { up: ["roles/storage.admin"], preview: ["roles/storage.bucketViewer"] },
} as const satisfies Readonly<Record<string, PartRights>>;

/** Of the project, where Kafka is managed: the logins of its services are keys of accounts. Nobody else needs one. */
export const keyRoles: PartRights = { up: ["roles/iam.serviceAccountKeyAdmin"], preview: [] };

/** Of the billing account, for budgets. https://cloud.google.com/billing/docs/how-to/billing-access */
export const billingRoles: PartRights = { up: ["roles/billing.costsManager"], preview: ["roles/billing.viewer"] };

/**
 * Roles of the project that components grant, and so all that `up` may grant there.
 * https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export const grantedRoles = [
  "roles/artifactregistry.reader",
  "roles/container.defaultNodeServiceAccount",
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
 * The condition under which `up` has a role of the project. Undefined where it always has.
 * https://cloud.google.com/iam/docs/conditions-resource-attributes
 */
export function conditionOf(role: string, { project, stateRegion, prefix }: OwnThings): RoleCondition | undefined {
  switch (role) {
    case "roles/resourcemanager.projectIamAdmin":
      return {
        title: "roles-of-the-platform",
        description: "Grants no other roles than components do",
        expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([${grantedRoles.map((one) => `"${one}"`).join(", ")}])`,
      };
    case "roles/storage.admin":
      return {
        title: "not-the-state",
        description: "Every bucket but the one that holds state",
        expression: `!resource.name.startsWith("projects/_/buckets/${prefix}")`,
      };
    case "roles/cloudkms.admin":
      return {
        title: "not-the-keys-of-state",
        description: "Every key but those of the state",
        expression: `!resource.name.startsWith("projects/${project}/locations/${stateRegion}/keyRings/${prefix}")`,
      };
    default:
      return undefined;
  }
}
