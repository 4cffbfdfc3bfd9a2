import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Grant, WorkloadIdentity, WorkloadIdentitySpec } from "../../../cloud.ts";
import { bucketActions } from "../../../kit/objects/bucket-actions.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName, contentHash } from "../../../kit/names.ts";
import { readable } from "../../../kit/events/event-queues.ts";
import { afterAll } from "../../../kit/outputs.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { createRole, trustPods } from "./identity.ts";
import { nameLimits } from "../names.ts";
import { databaseRole } from "../databases/warehouse/warehouse-layers.ts";
import { keyspaceStatements } from "./keyspace-statements.ts";
import type { PolicyStatement } from "./policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { queueActions, topicActions } from "./workload-actions.ts";

/** What a caller may change on the children below. */
export interface AwsWorkloadIdentityTransforms {
  readonly role?: Transform<RoleArgs>;
}

/** What the identity of a workload is made from. */
export interface AwsWorkloadIdentityArgs {
  readonly spec: WorkloadIdentitySpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsWorkloadIdentityTransforms | undefined;
}

/**
 * A role that the pods of one service account take on by EKS Pod Identity: the agent on each node gives them its tokens,
 * and the service account needs no annotation. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class AwsWorkloadIdentity extends Component implements WorkloadIdentity {
  static readonly type = "landbridge:aws:WorkloadIdentity";
  /** The role's ARN. */
  readonly id: Output<string>;

  constructor(name: string, { spec, settings, transforms }: AwsWorkloadIdentityArgs, opts: ComponentResourceOptions) {
    const { cluster, namespace, serviceAccount, grants, tags } = spec;
    super(AwsWorkloadIdentity.type, name, { namespace, serviceAccount }, opts);
    const role = createRole(
      `${name}-role`,
      {
        // Fixed, as Pulumi's would be too long for a service with a long name; free as soon as it is deleted.
        fixedName: boundedName(name, nameLimits.role),
        trust: trustPods(clusterArnOf(spec, settings), namespace, serviceAccount),
        rights: statementsOf(grants, settings),
        tags,
        rightTags: databaseRoles(grants),
        transform: transforms?.role,
      },
      this,
    );
    const association = new PodIdentityAssociation(
      `${name}-pods`,
      { clusterName: cluster.identity, namespace, serviceAccount, roleArn: role.arn, tags: tagsOf(tags) },
      { parent: this },
    );
    this.id = afterAll(role.arn, [association.urn]);
    this.registerOutputs({ id: this.id });
  }
}

function clusterArnOf({ cluster }: WorkloadIdentitySpec, { account, regions }: AwsSettings): Output<string> {
  return interpolate`arn:aws:eks:${regions.primary}:${account}:cluster/${cluster.identity}`;
}

/**
 * What grants let a role do. Keys of buckets and secrets are opened by their own policies, through those services. Secrets
 * stand together, since all policies of a role share 10,240 characters: room for about eighty.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
function statementsOf(grants: readonly Grant[], settings: AwsSettings): PolicyStatement[] {
  return [
    ...grants.flatMap((grant) => statementsOfOne(grant, settings)),
    ...secretStatements(grants),
    ...messageStatements(grants),
  ];
}

function statementsOfOne(grant: Grant, settings: AwsSettings): PolicyStatement[] {
  const name = sidOf(grant.name);
  switch (grant.kind) {
    case "bucket":
      return [
        allow(`${name}Bucket`, bucketActions[grant.access].bucket, grant.bucket.id),
        allow(`${name}Objects`, bucketActions[grant.access].objects, interpolate`${grant.bucket.id}/*`),
      ];
    case "keyspace":
      return keyspaceStatements({ name, keyspace: grant.keyspace.id, access: grant.access }, settings);
    case "queue":
    case "topic":
      return [];
    case "zone":
      return [
        allow(`${name}Records`, zoneActions, interpolate`arn:aws:route53:::hostedzone/${grant.zone.id}`),
        // Asked until a change has reached all name servers; it names no zone.
        allow(`${name}Changes`, ["route53:GetChange"], "arn:aws:route53:::change/*"),
      ];
    case "unseal":
      return [allow(`${name}Key`, unsealActions, grant.key.id)];
    case "warehouse":
      // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-iam.html
      return [allow(`${name}Login`, ["redshift-serverless:GetCredentials"], grant.warehouse.id)];
    case "secret":
      return [];
    default:
      return grant satisfies never;
  }
}

/**
 * The roles that a service has in warehouses, which Redshift reads off its role's tag when it logs in.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-federated-db-roles.html
 */
function databaseRoles(grants: readonly Grant[]): Record<string, string> {
  const roles = grants.flatMap((grant) =>
    grant.kind === "warehouse" ? grant.rights.map((right) => databaseRole(grant.database, right)) : [],
  );
  return roles.length === 0 ? {} : { RedshiftDbRoles: roles.sort().join(":") };
}

/** All queues that it writes to together, so too those that it reads, and topics. */
function messageStatements(grants: readonly Grant[]): PolicyStatement[] {
  const written = grants.flatMap((grant) =>
    grant.kind === "queue" && grant.access === "publish" ? [grant.queue.id] : [],
  );
  const read = grants.flatMap((grant) =>
    grant.kind === "queue" && grant.access === "consume" ? [readable(grant.queue).id] : [],
  );
  const topics = grants.flatMap((grant) => (grant.kind === "topic" ? [grant.topic.id] : []));
  return [
    ...(read.length === 0 ? [] : [allow("QueuesRead", queueActions.consume, read)]),
    ...(written.length === 0 ? [] : [allow("QueuesWrite", queueActions.publish, written)]),
    ...(topics.length === 0 ? [] : [allow("TopicsWrite", topicActions.publish, topics)]),
  ];
}

function secretStatements(grants: readonly Grant[]): PolicyStatement[] {
  return (["read", "write"] as const).flatMap((access) => {
    const ids = grants.flatMap((grant) =>
      grant.kind === "secret" && grant.access === access ? [grant.secret.id] : [],
    );
    return ids.length === 0
      ? []
      : [allow(access === "read" ? "SecretsRead" : "SecretsWrite", secretActions[access], ids)];
  });
}

function allow(
  sid: string,
  actions: readonly string[],
  resource: NonNullable<PolicyStatement["Resource"]>,
): PolicyStatement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}

/** Letters and digits only; the hash tells `a-1` from `a1`. */
function sidOf(name: string): string {
  const words = name.replace(/(?:^|[^a-z0-9]+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  // In letters alone: a name with digits among its capitals would look like a key.
  const hash = contentHash(name, 6).replace(/[0-9]/g, (digit) => "ghijklmnop".charAt(Number(digit)));
  return `${words}${hash}`;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html */
export const secretActions = {
  read: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  write: ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"],
} as const;

/** https://developer.hashicorp.com/vault/docs/configuration/seal/awskms#authentication */
const unsealActions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"] as const;

/** https://cert-manager.io/docs/configuration/acme/dns01/route53/ */
const zoneActions = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"] as const;
