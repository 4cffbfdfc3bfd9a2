import type { Upstream } from "../../../environments/schema/registry.ts";
import { upstreamSlug } from "../../kit/registry/mirrors.ts";
import { boundedName } from "../../kit/names.ts";
import type { AwsSettings } from "./settings.ts";

/** Longest names that AWS takes, with the page that says so. */
export const nameLimits = {
  /** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
  cluster: 100,
  /** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
  nodeGroup: 63,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
  launchTemplate: 128,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
  securityGroup: 255,
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
  role: 64,
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
  instanceProfile: 128,
  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
  eventRule: 64,
  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
  logGroup: 512,
  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
  secret: 512,
  /** With its prefix `alias/`. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
  keyAlias: 256,
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
  bucket: 63,
  /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
  repository: 256,
  /** Before repositories that ECR fills by itself. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
  mirrorNamespace: 30,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
  databaseInstance: 63,
  /** https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html */
  documentCluster: 63,
  /** https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBInstance.html */
  documentMember: 63,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
  databaseSubnetGroup: 255,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html */
  databaseParameterGroup: 255,
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateOptionGroup.html */
  databaseOptionGroup: 255,
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
  cache: 40,
  /** Users of caches, and their groups. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html */
  cacheUser: 40,
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html */
  cacheSubnetGroup: 255,
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html */
  cacheParameterGroup: 255,
  /** https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html */
  brokerCluster: 64,
  /** A broker of queues. https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html */
  queueBroker: 50,
  /** Namespaces and workgroups of Redshift. https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateNamespace.html */
  warehouse: 64,
  /** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html */
  budget: 100,
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html */
  trail: 128,
  /** Web ACLs and their address sets. https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html */
  webAcl: 128,
  /** Cache and response headers policies. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
  cdnPolicy: 128,
  /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
  originAccess: 64,
  /** Sources and destinations. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
  logDelivery: 60,
  /** Letters, digits, `-` and `_`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
  queue: 80,
  /** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
  topic: 256,
  /** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
  function: 64,
  /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateKeySigningKey.html */
  keySigningKey: 128,
} as const;

/** Name of the EKS cluster that a component of a name makes; known before it is there. */
export function clusterNameOf(component: string): string {
  return boundedName(component, nameLimits.cluster);
}

/** Name of the queue that tells the provisioner of a cluster which nodes are about to go; known before it is there. */
export function interruptionsNameOf(component: string): string {
  return boundedName(`${component}-interruptions`, nameLimits.queue);
}

/** ARN of a queue by its name, known before it is there. */
export function queueArn({ account, regions }: AwsSettings, queue: string): string {
  return `arn:aws:sqs:${regions.primary}:${account}:${queue}`;
}

/** Stable id of an environment's cluster, for the Kubernetes provider. */
export function clusterIdentifier({ account, regions }: AwsSettings, environment: string): string {
  return `aws/${account}/${regions.primary}/${environment}`;
}

/**
 * Path before the repositories of a mirror, unique in the account's registry; `registry` is the component's name. What is
 * cut off of a long one is told apart by digits. No two dashes in a row, which ECR takes nowhere.
 */
export function mirrorNamespace(registry: string, upstream: Upstream): string {
  return boundedName(`${upstreamSlug(upstream)}-${registry}`.replace(/-+/g, "-"), nameLimits.mirrorNamespace);
}

/** Host and path before an image's repository in a mirror, known before that is there. */
export function mirrorPrefix(registry: string, { account, regions }: AwsSettings, upstream: Upstream): string {
  return `${account}.dkr.ecr.${regions.primary}.amazonaws.com/${mirrorNamespace(registry, upstream)}`;
}
