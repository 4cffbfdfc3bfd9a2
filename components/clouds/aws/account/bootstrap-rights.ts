import { interpolate, type Input } from "@pulumi/pulumi";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { ExceptStatement, PolicyStatement } from "../rights/policy-document.ts";
import { edgeRegion } from "../edge/edge-region.ts";
import type { AwsSettings } from "../settings.ts";
import { machineProfileStatement, roleStatements } from "./role-rights.ts";

/**
 * Services by the parts of the SDK that a component imports, as policies write them; a test asks for a row for each. Whole
 * services, since nothing that `up` makes exists yet and half of it has no name before; but in the platform's own regions
 * only. Roles are apart: see `roleStatements`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const partServices = {
  acm: ["acm"],
  // Its alarms are apart: see `alarmStatement`.
  appautoscaling: ["application-autoscaling"],
  budgets: ["budgets"],
  cloudfront: ["cloudfront"],
  cloudtrail: ["cloudtrail"],
  // Rules of EventBridge are in it too.
  cloudwatch: ["events", "logs"],
  // Its API is RDS's. https://docs.aws.amazon.com/documentdb/latest/developerguide/security_iam_service-with-iam.html
  docdb: ["rds"],
  ebs: ["ec2"],
  ec2: ["ec2"],
  ecr: ["ecr"],
  eks: ["eks"],
  elasticache: ["elasticache"],
  iam: [],
  keyspaces: ["cassandra"],
  kms: ["kms"],
  lambda: ["lambda"],
  // Topics are asked for by Kafka's own actions.
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
  msk: ["kafka", "kafka-cluster"],
  mq: ["mq"],
  rds: ["rds"],
  // Statements are run as the administrator, whose secret is read. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-access.html
  redshiftdata: ["redshift-data"],
  redshiftserverless: ["redshift-serverless"],
  route53: ["route53"],
  s3: ["s3"],
  secretsmanager: ["secretsmanager"],
  sns: ["sns"],
  sqs: ["sqs"],
  wafv2: ["wafv2"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The services of all parts, each once. */
function platformServices(): string[] {
  return [...new Set(Object.values(partServices).flat())].sort();
}

/** What the bootstrap itself made, out of reach for `up`. */
export interface OwnThings {
  /** Roles and policies of the account's own stack begin with it. */
  readonly prefix: string;
  readonly bucket: Input<string>;
  readonly keys: readonly Input<string>[];
  /** ARN of the policy that bounds every role of the platform. */
  readonly boundary: string;
}

/** Every region that `up` makes something in: what has no region answers from the edge's. */
export function platformRegions({
  cloud: { regions },
  registry,
}: Pick<Environment<AwsSettings>, "cloud" | "registry">): readonly string[] {
  const { primary, secondary } = regions;
  const copies = registry.placement === "managed" ? registry.replicateTo : [];
  return [...new Set([primary, edgeRegion, ...(secondary === undefined ? [] : [secondary]), ...copies])].sort();
}

/** What `up` may do, in the regions of the platform. */
export function upStatements(
  environment: string,
  settings: AwsSettings,
  regions: readonly string[],
  own: OwnThings,
): (PolicyStatement | ExceptStatement)[] {
  const Condition = { StringEquals: { "aws:RequestedRegion": regions } };
  return [
    {
      Sid: "Platform",
      Effect: "Allow",
      Action: platformServices().map((service) => `${service}:*`),
      Resource: "*",
      Condition,
    },
    { Sid: "Alarms", Effect: "Allow", Action: alarmActions, Resource: "*", Condition },
    ...roleStatements(environment, settings, own.boundary),
    machineProfileStatement(environment, settings),
    ...ownStatements(settings, own),
    lockStatement,
    { Sid: "NotTheTrail", Effect: "Deny", Action: ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"], Resource: "*" },
  ];
}

/**
 * Application Auto Scaling makes an alarm for each of its policies, by the rights of whoever asks for the policy.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
 */
const alarmActions = ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"];

/**
 * What is locked in a bucket stays until its day, for `up` and for every role that it makes: without this right a lock in
 * governance mode can be made longer, never shorter. Nor may `up` end the audit trail. It may still change what a trail
 * writes down, since CloudTrail has one right for making and changing that; the change itself is written down and its
 * records are locked. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
const lockStatement: PolicyStatement = {
  Sid: "NotTheLocks",
  Effect: "Deny",
  Action: ["s3:BypassGovernanceRetention"],
  Resource: "*",
};

/** Nobody who brings up the platform changes what it is brought up with. */
function ownStatements(
  { account }: AwsSettings,
  { prefix, bucket, keys }: OwnThings,
): (PolicyStatement | ExceptStatement)[] {
  return [
    {
      Sid: "NotItsOwnRights",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [`arn:aws:iam::${account}:role/${prefix}*`, `arn:aws:iam::${account}:policy/${prefix}*`],
    },
    {
      Sid: "NotTheState",
      Effect: "Deny",
      Action: ["s3:Delete*Bucket*", "s3:DeleteObjectVersion", "s3:Put*Configuration", "s3:PutBucket*"],
      Resource: [bucket, interpolate`${bucket}/*`],
    },
    {
      Sid: "NotTheKeysOfState",
      Effect: "Deny",
      Action: ["kms:CreateGrant", "kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdateAlias"],
      Resource: keys,
    },
  ];
}

/**
 * Services that roles of the platform have besides those that `up` has: by AWS's own policies for clusters and nodes.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSClusterPolicy.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSWorkerNodePolicy.html
 */
const roleServices = ["autoscaling", "eks-auth", "elasticloadbalancing"];

/**
 * The most that any role of the platform can ever do: what belongs to the services of the platform; nothing about people,
 * roles and accounts but to read them, to let a service have its own role, which EKS does, and to start machines with a role of
 * the cluster's, which what makes nodes does; and nothing with the state. What a role really may do its own policies say.
 */
export function boundaryStatements(
  environment: string,
  { account }: AwsSettings,
  own: Pick<OwnThings, "bucket" | "keys">,
): (PolicyStatement | ExceptStatement)[] {
  return [
    {
      Sid: "Platform",
      Effect: "Allow",
      Action: [...platformServices(), ...roleServices].sort().map((service) => `${service}:*`),
      Resource: "*",
    },
    { Sid: "Identity", Effect: "Allow", Action: ["sts:GetCallerIdentity", "sts:TagSession"], Resource: "*" },
    {
      Sid: "Roles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*"],
      Resource: "*",
    },
    {
      Sid: "NodeRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: `arn:aws:iam::${account}:role/${environment}-cluster-*`,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    // What AWS tells everybody: prices, and which image of a machine is the newest.
    { Sid: "Prices", Effect: "Allow", Action: ["pricing:GetProducts"], Resource: "*" },
    {
      Sid: "Images",
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: "arn:aws:ssm:*::parameter/aws/service/eks/optimized-ami/*",
    },
    {
      Sid: "NotTheState",
      Effect: "Deny",
      Action: ["kms:*", "s3:*"],
      Resource: [own.bucket, interpolate`${own.bucket}/*`, ...own.keys],
    },
    lockStatement,
  ];
}
