import { outputOf, planned } from "./fixture.ts";
import { goodLabels } from "./gcp-fixture.ts";

/** Tags as every resource carries them. */
export const goodTags = goodLabels;

/** The ARN of a key that the same plan makes. */
export const awsKeyOfPlan = outputOf("aws:kms/key:Key", "arn", "example-key");

/** The ARN of a role that the same plan makes. */
export const roleOfPlan = outputOf("aws:iam/role:Role", "arn", "example-role");

const roleDocument = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

/** A role that every rule holds of. */
export const goodRole = planned("aws:iam/role:Role", {
  assumeRolePolicy: roleDocument("eks.amazonaws.com"),
  tags: goodTags,
});

/** Three subnets in three zones. */
export const goodSubnets = ["a", "b", "c"].map((zone) =>
  planned(
    "aws:ec2/subnet:Subnet",
    { availabilityZone: `eu-west-1${zone}`, mapPublicIpOnLaunch: false, tags: goodTags },
    { name: `subnet-${zone}` },
  ),
);

/** Their ids. */
export const subnetIds = goodSubnets.map(({ type, name }) => outputOf(type, "id", name));

/** A cluster that every rule about one resource holds of. */
export const goodEksCluster = planned(
  "aws:eks/cluster:Cluster",
  {
    roleArn: roleOfPlan,
    version: "1.35",
    deletionProtection: true,
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    encryptionConfig: { provider: { keyArn: awsKeyOfPlan }, resources: ["secrets"] },
    vpcConfig: {
      subnetIds,
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["192.0.2.0/24"],
    },
    tags: goodTags,
  },
  { name: "cluster" },
);

/** Its name, as what belongs to it says. */
export const eksClusterName = outputOf(goodEksCluster.type, "name", goodEksCluster.name);

/** What gives its pods identities. */
export const goodPodIdentityAgent = planned(
  "aws:eks/addon:Addon",
  { clusterName: eksClusterName, addonName: "eks-pod-identity-agent" },
  { name: "agent" },
);

/** What gives its pods addresses, and enforces NetworkPolicies. */
export const goodNetworkPlugin = planned(
  "aws:eks/addon:Addon",
  {
    clusterName: eksClusterName,
    addonName: "vpc-cni",
    configurationValues: JSON.stringify({ enableNetworkPolicy: "true", eniConfig: { subnets: subnetIds } }),
  },
  { name: "plugin" },
);

/** A node group that every rule about one resource holds of. */
export const goodNodeGroup = planned(
  "aws:eks/nodeGroup:NodeGroup",
  {
    clusterName: eksClusterName,
    nodeRoleArn: roleOfPlan,
    subnetIds,
    amiType: "BOTTLEROCKET_x86_64",
    capacityType: "ON_DEMAND",
    labels: { "landbridge.dev/purpose": "general" },
    launchTemplate: { id: outputOf("aws:ec2/launchTemplate:LaunchTemplate", "id", "template"), version: "1" },
    nodeRepairConfig: { enabled: true },
    scalingConfig: { minSize: 3, maxSize: 9, desiredSize: 3 },
    tags: goodTags,
  },
  { name: "nodes" },
);

/** A launch template that every rule holds of. */
export const goodLaunchTemplate = planned(
  "aws:ec2/launchTemplate:LaunchTemplate",
  {
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: awsKeyOfPlan } }],
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    tags: goodTags,
    tagSpecifications: [
      { resourceType: "instance", tags: goodTags },
      { resourceType: "volume", tags: goodTags },
    ],
  },
  { name: "template" },
);

/** What nodes that Karpenter makes are made of, of which every rule holds. */
export const goodEc2NodeClass = planned(
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
  {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "general" },
    spec: {
      amiSelectorTerms: [{ alias: "al2023@latest" }],
      instanceProfile: outputOf("aws:iam/instanceProfile:InstanceProfile", "name", "profile"),
      associatePublicIPAddress: false,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true, kmsKeyID: awsKeyOfPlan } }],
      tags: goodTags,
    },
  },
  { name: "class" },
);

/** A bucket that every rule about one resource holds of. */
export const goodS3Bucket = planned(
  "aws:s3/bucket:Bucket",
  { region: "eu-west-1", forceDestroy: false, tags: goodTags },
  { name: "bucket" },
);

/** Its name, as what belongs to it says. */
export const s3BucketName = outputOf(goodS3Bucket.type, "bucket", goodS3Bucket.name);

/** What makes the bucket one that every rule holds of. */
export const goodVersioning = planned(
  "aws:s3/bucketVersioning:BucketVersioning",
  { bucket: s3BucketName, versioningConfiguration: { status: "Enabled" } },
  { name: "versioning" },
);

export const goodAccessBlock = planned(
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  {
    bucket: s3BucketName,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  { name: "block" },
);

export const goodBucketEncryption = planned(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  {
    bucket: s3BucketName,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: awsKeyOfPlan } }],
  },
  { name: "encryption" },
);

export const goodBucketPolicy = planned(
  "aws:s3/bucketPolicy:BucketPolicy",
  {
    bucket: s3BucketName,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [outputOf(goodS3Bucket.type, "arn", "bucket"), `${outputOf(goodS3Bucket.type, "arn", "bucket")}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  },
  { name: "policy" },
);

/** A key that every rule holds of. */
export const goodKmsKey = planned("aws:kms/key:Key", {
  enableKeyRotation: true,
  rotationPeriodInDays: 90,
  deletionWindowInDays: 30,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
    ],
  }),
  tags: goodTags,
});

/** A registry that every rule holds of. */
export const goodEcrRepository = planned("aws:ecr/repository:Repository", {
  encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: awsKeyOfPlan }],
  imageScanningConfiguration: { scanOnPush: true },
  imageTagMutability: "IMMUTABLE",
  tags: goodTags,
});

/** A network, and the log of its flows. */
export const goodVpc = planned("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", tags: goodTags }, { name: "vpc" });
export const vpcId = outputOf(goodVpc.type, "id", goodVpc.name);
export const goodFlowLog = planned(
  "aws:ec2/flowLog:FlowLog",
  { vpcId, trafficType: "ALL", tags: goodTags },
  { name: "flows" },
);

/** A log that every rule holds of. */
export const goodLogGroup = planned("aws:cloudwatch/logGroup:LogGroup", {
  retentionInDays: 365,
  kmsKeyId: awsKeyOfPlan,
  tags: goodTags,
});

/** What disks of an account are encrypted by when nobody says so. */
export const goodEncryptionByDefault = planned("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled: true });
