import type { PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";

/**
 * Services that act by a role of their own in the account. AWS makes it with the first thing of each, for whoever may make
 * it; Spot's is made by EC2 Auto Scaling, which may do so by its own role. So nobody owns them here: an account may have
 * them already, and one that is in use can't be deleted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AutoScalingServiceRolePolicy.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/using-service-linked-roles.html
 */
export const linkedServices = [
  "autoscaling",
  "eks",
  "eks-nodegroup",
  "elasticache",
  "elasticloadbalancing",
  "kafka",
  "kafka.application-autoscaling",
  "mq",
  "pullthroughcache.ecr",
  "rds",
  "redshift",
  "replication.ecr",
  "spot",
  "wafv2",
] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html */
const profileActions = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:DeleteInstanceProfile",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:UntagInstanceProfile",
];

/**
 * Roles of the platform, by its name: made and given rights only within the boundary, so that no role of theirs can do more
 * than a platform's role ever needs, whatever its own policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleStatements(environment: string, { account }: AwsSettings, boundary: string): PolicyStatement[] {
  const roles = `arn:aws:iam::${account}:role/${environment}-*`;
  return [
    { Sid: "ReadRoles", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    {
      Sid: "BoundRoles",
      Effect: "Allow",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      Resource: roles,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "Roles",
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: roles,
    },
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": passedTo } },
    },
    {
      Sid: "ServicesOwnRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: `arn:aws:iam::${account}:role/aws-service-role/*`,
      Condition: {
        StringEquals: { "iam:AWSServiceName": linkedServices.map((service) => `${service}.amazonaws.com`) },
      },
    },
  ];
}

/** Services that take on roles of the platform: what `trustService` and `trustPods` are called with. */
export const passedTo = [
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "lambda.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "pods.eks.amazonaws.com",
  "s3.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
] as const;

/** Of a machine's profile. */
export function machineProfileStatement(environment: string, { account }: AwsSettings): PolicyStatement {
  return {
    // What gives a machine its role; that has to be one that may be passed on.
    Sid: "MachineProfiles",
    Effect: "Allow",
    Action: profileActions,
    Resource: `arn:aws:iam::${account}:instance-profile/${environment}-*`,
  };
}
