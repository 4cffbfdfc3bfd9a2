import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember.js";
import { DnsManagedZoneIamMember } from "@pulumi/gcp/dns/dnsManagedZoneIamMember.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { getProjectOutput } from "@pulumi/gcp/organizations/getProject.js";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { SubscriptionIAMMember } from "@pulumi/gcp/pubsub/subscriptionIAMMember.js";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember.js";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Grant, WorkloadIdentity, WorkloadIdentitySpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { readable } from "../../../kit/events/event-queues.ts";
import type { BucketAccess } from "../../../kit/objects/bucket-actions.ts";
import { afterAll } from "../../../kit/outputs.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What the identity of a workload is made from. */
export interface GcpWorkloadIdentityArgs {
  readonly apis: Apis;
  readonly spec: WorkloadIdentitySpec;
  readonly settings: GcpSettings;
}

/**
 * The rights of a Kubernetes service account as itself: Google knows it as a member of the cluster's pool, so that there
 * is no Google service account in between, nothing to impersonate and nothing to annotate. The pool is the project's: a
 * service account of the same name in another cluster of the project is the same to Google, so that each environment
 * wants a project of its own. https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
 */
export class GcpWorkloadIdentity extends Component implements WorkloadIdentity {
  static readonly type = "landbridge:gcp:WorkloadIdentity";
  readonly id: Output<string>;

  constructor(name: string, { apis, spec, settings }: GcpWorkloadIdentityArgs, opts: ComponentResourceOptions) {
    const { namespace, serviceAccount, grants } = spec;
    super(GcpWorkloadIdentity.type, name, { namespace, serviceAccount }, opts);
    // Pods exchange their tokens there. https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#before_you_begin
    const dependsOn = apis.enable(["iamcredentials"], opts);
    const member = principalOf(spec, settings, { parent: this, dependsOn });
    const members = grants.flatMap((grant) =>
      createMembers(name, grant, member, settings, { parent: this, dependsOn }),
    );
    this.id = afterAll(
      member,
      // Of the APIs besides: the SDK forgets what a function waited for whose result is unknown.
      [...dependsOn, ...members].map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id });
  }
}

interface ChildOptions {
  readonly parent: Resource;
  readonly dependsOn: Resource[];
}

/** https://cloud.google.com/iam/docs/principal-identifiers */
function principalOf(
  { cluster, namespace, serviceAccount }: WorkloadIdentitySpec,
  { project }: GcpSettings,
  opts: ChildOptions,
): Output<string> {
  const { number } = getProjectOutput({ projectId: project }, opts);
  const pool = interpolate`projects/${number}/locations/global/workloadIdentityPools/${cluster.identity}`;
  return interpolate`principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}

function createMembers(
  name: string,
  grant: Grant,
  member: Output<string>,
  { project }: GcpSettings,
  opts: ChildOptions,
): Resource[] {
  const childName = `${name}-${grant.name}`;
  switch (grant.kind) {
    case "bucket":
      return giveBucket(childName, grant, member, opts);
    case "secret":
      return [
        new SecretIamMember(childName, { secretId: grant.secret.id, role: secretRoles[grant.access], member }, opts),
      ];
    case "warehouse":
      return [
        // Queries are the project's; what they may read is the layers' to say.
        new IAMMember(`${childName}-queries`, { project, role: queryRole, member }, opts),
        ...grant.rights.map(({ layer, access }) => {
          const datasetId = grant.warehouse.layers[layer];
          // https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset.FIELDS.access
          const args = { datasetId, role: layerRoles[access], member: interpolate`iamMember:${member}` };
          return new DatasetIamMember(`${childName}-${layer}`, args, opts);
        }),
      ];
    // Nobody asks: there is no keyspace to be had.
    case "keyspace":
      return [];
    case "queue":
      return [giveQueue(childName, grant, member, opts)];
    case "topic":
      return [new TopicIAMMember(childName, { topic: grant.topic.id, role: "roles/pubsub.publisher", member }, opts)];
    case "zone":
      return [
        new DnsManagedZoneIamMember(childName, { managedZone: grant.zone.id, role: "roles/dns.admin", member }, opts),
      ];
    case "unseal":
      return Object.entries(unsealRoles).map(
        ([use, role]) =>
          new CryptoKeyIAMMember(`${childName}-${use}`, { cryptoKeyId: grant.key.id, role, member }, opts),
      );
    default:
      return grant satisfies never;
  }
}

function giveBucket(
  name: string,
  { bucket: { bucket }, access, looksUp }: Extract<Grant, { readonly kind: "bucket" }>,
  member: Output<string>,
  opts: ChildOptions,
): Resource[] {
  const give = (child: string, role: string): Resource => new BucketIAMMember(child, { bucket, role, member }, opts);
  return [
    give(name, bucketRoles[access]),
    // Who creates objects doesn't read them by that.
    ...(access === "add" ? [give(`${name}-read`, bucketRoles.read)] : []),
    ...(looksUp === true ? [give(`${name}-look-up`, lookUpRole)] : []),
  ];
}

/** Who reads has a right at the queue's subscription, who writes at its topic. https://cloud.google.com/pubsub/docs/access-control */
function giveQueue(
  name: string,
  { queue, access }: Extract<Grant, { readonly kind: "queue" }>,
  member: Output<string>,
  opts: ChildOptions,
): Resource {
  if (access === "publish")
    return new TopicIAMMember(name, { topic: queue.id, role: "roles/pubsub.publisher", member }, opts);
  const subscription = readable(queue).id;
  return new SubscriptionIAMMember(name, { subscription, role: "roles/pubsub.subscriber", member }, opts);
}

/**
 * Objects and their list, nothing of the bucket itself. Who creates objects overwrites none, as that is to delete one.
 * https://cloud.google.com/storage/docs/access-control/iam-roles
 */
export const bucketRoles = {
  read: "roles/storage.objectViewer",
  add: "roles/storage.objectCreator",
  "read-write": "roles/storage.objectUser",
} as const satisfies Readonly<Record<BucketAccess, string>>;

/** The bucket itself besides, and no object. https://cloud.google.com/storage/docs/access-control/iam-roles#legacy-roles */
const lookUpRole = "roles/storage.legacyBucketReader";

/** https://cloud.google.com/bigquery/docs/access-control */
const layerRoles = { read: "roles/bigquery.dataViewer", "read-write": "roles/bigquery.dataEditor" } as const;

/** To run queries at all, and to see none but one's own. https://cloud.google.com/bigquery/docs/access-control#bigquery.jobUser */
const queryRole = "roles/bigquery.jobUser";

/** https://cloud.google.com/secret-manager/docs/access-control */
export const secretRoles = {
  read: "roles/secretmanager.secretAccessor",
  write: "roles/secretmanager.secretVersionAdder",
} as const;

/** Vault looks the key up when it starts. https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms#authentication-permissions */
const unsealRoles = {
  use: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  view: "roles/cloudkms.viewer",
} as const;
