import { interpolate, type Output } from "@pulumi/pulumi";
import { clusterArn } from "../rights/identity.ts";
import type { PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";

/** What rights of the provisioner are about. */
export interface ProvisionerReach {
  readonly settings: AwsSettings;
  readonly cluster: string;
  /** ARN of the role of the nodes that it makes. */
  readonly nodeRole: Output<string>;
  readonly subnets: readonly Output<string>[];
  readonly securityGroup: Output<string>;
  /** ARN of the queue of interruptions, and of the key that it is encrypted with. */
  readonly queue: Output<string>;
  readonly key: Output<string> | undefined;
  /** Whether it makes nodes of Spot capacity. */
  readonly spot: boolean;
}

/**
 * What Karpenter has to do, for machines with this cluster's tags and for nobody else's. It makes no profiles of machines, since
 * it is given one, but asks for one of its older versions' before it lets go of a class.
 * https://karpenter.sh/docs/reference/cloudformation/#controller-authorization
 * https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/controllers/nodeclass/controller.go
 */
export function provisionerRights(reach: ProvisionerReach): PolicyStatement[] {
  const { settings, cluster, nodeRole, queue } = reach;
  return [
    ...launchStatements(reach),
    ...tagStatements(reach),
    {
      Sid: "Remove",
      Effect: "Allow",
      Action: ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
      Resource: ["instance", "launch-template"].map((kind) => ec2Arn(settings, kind)),
      Condition: ownedBy(cluster),
    },
    {
      Sid: "NodeRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: nodeRole,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    allow("Cluster", ["eks:DescribeCluster"], clusterArn(settings, cluster)),
    allow("Interruptions", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], queue),
    ...keyStatements(reach),
    ...(reach.spot ? [spotStatement(settings)] : []),
    ...lookStatements(reach),
  ];
}

function launchStatements({ settings, cluster, subnets, securityGroup }: ProvisionerReach): PolicyStatement[] {
  const launch = ["ec2:CreateFleet", "ec2:RunInstances"];
  const { primary } = settings.regions;
  return [
    allow("LaunchFrom", launch, [
      `arn:aws:ec2:${primary}::image/*`,
      `arn:aws:ec2:${primary}::snapshot/*`,
      // Subnets may be another account's, shared with ours.
      interpolate`arn:aws:ec2:${primary}:*:security-group/${securityGroup}`,
      ...subnets.map((subnet) => interpolate`arn:aws:ec2:${primary}:*:subnet/${subnet}`),
    ]),
    { ...allow("LaunchBy", launch, ec2Arn(settings, "launch-template")), Condition: ownedBy(cluster) },
    {
      ...allow(
        "Launch",
        ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
        made.map((kind) => ec2Arn(settings, kind)),
      ),
      Condition: taggedFor(cluster),
    },
  ];
}

/** What a launch makes, all of it tagged. */
const made = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"] as const;

/** Tags are what the other rights are bound by: given with what is made, and afterwards only those that bind nothing. */
function tagStatements({ settings, cluster }: ProvisionerReach): PolicyStatement[] {
  const { StringEquals, StringLike } = taggedFor(cluster);
  return [
    {
      ...allow(
        "TagNew",
        ["ec2:CreateTags"],
        made.map((kind) => ec2Arn(settings, kind)),
      ),
      Condition: {
        StringEquals: {
          ...StringEquals,
          "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"],
        },
        StringLike,
      },
    },
    {
      ...allow("TagNodes", ["ec2:CreateTags"], ec2Arn(settings, "instance")),
      Condition: {
        ...ownedBy(cluster),
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": cluster },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"] },
      },
    },
  ];
}

/** Messages of the queue are read through SQS; disks are opened by the key's own policy. */
function keyStatements({ settings, queue, key }: ProvisionerReach): PolicyStatement[] {
  if (key === undefined) return [];
  return [
    {
      ...allow("InterruptionsKey", ["kms:Decrypt"], key),
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:sqs:arn": queue,
          "kms:ViaService": `sqs.${settings.regions.primary}.amazonaws.com`,
        },
      },
    },
  ];
}

/**
 * Whoever asks for Spot capacity first in an account has to be able to make EC2's own role for it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
function spotStatement({ account }: AwsSettings): PolicyStatement {
  return {
    ...allow(
      "SpotRole",
      ["iam:CreateServiceLinkedRole"],
      `arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
    ),
    Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
  };
}

/** What can't be asked of one thing alone. */
function lookStatements({ settings: { account, regions }, cluster }: ProvisionerReach): PolicyStatement[] {
  return [
    {
      ...allow(
        "Look",
        [
          "ec2:DescribeCapacityReservations",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceStatus",
          "ec2:DescribeInstanceTypeOfferings",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribePlacementGroups",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSpotPriceHistory",
          "ec2:DescribeSubnets",
        ],
        "*",
      ),
      Condition: { StringEquals: { "aws:RequestedRegion": regions.primary } },
    },
    allow("Prices", ["pricing:GetProducts"], "*"),
    allow("Profiles", ["iam:ListInstanceProfiles"], "*"),
    allow("OldProfiles", ["iam:GetInstanceProfile"], `arn:aws:iam::${account}:instance-profile/${cluster}_*`),
    // Which image is the newest for the cluster's version.
    allow("Images", ["ssm:GetParameter"], `arn:aws:ssm:${regions.primary}::parameter/aws/service/eks/optimized-ami/*`),
  ];
}

/** Karpenter puts these tags on all that it makes. */
const ofNodePool = "karpenter.sh/nodepool";

function ownedBy(cluster: string) {
  return {
    StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: "owned" },
    StringLike: { [`aws:ResourceTag/${ofNodePool}`]: "*" },
  };
}

function taggedFor(cluster: string) {
  return {
    StringEquals: {
      [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: "owned",
      "aws:RequestTag/eks:eks-cluster-name": cluster,
    },
    StringLike: { [`aws:RequestTag/${ofNodePool}`]: "*" },
  };
}

/** Account `*`: the tags say whose it is, and a template that doesn't exist yet has no account in a check. */
function ec2Arn({ regions }: AwsSettings, kind: string): string {
  return `arn:aws:ec2:${regions.primary}:*:${kind}/*`;
}

function allow(
  sid: string,
  actions: readonly string[],
  resource: NonNullable<PolicyStatement["Resource"]>,
): PolicyStatement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}
