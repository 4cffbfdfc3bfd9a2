import type { Companion } from "../stack.ts";

/**
 * How resources that say something of another one name it: by an output of it, or by its fixed name. Names, ids and ARNs
 * of AWS's and Azure's are all outputs; what they are called as inputs stands in `name`.
 */
const ofBucket = (types: readonly string[], what: string): Companion => ({
  types,
  at: ["bucket"],
  name: "bucket",
  what,
});
const ofAccount = (type: string, what: string): Companion => ({
  types: [`azure-native:storage:${type}`],
  at: ["accountName"],
  name: "accountName",
  what,
});

/** Whether an S3 bucket keeps versions. */
export const bucketVersioning = ofBucket(
  ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  "BucketVersioning",
);

/** By which key an S3 bucket encrypts. */
export const bucketEncryption = ofBucket(
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  "BucketServerSideEncryptionConfiguration",
);

/** Whether an S3 bucket can be made public. */
export const bucketAccessBlock = ofBucket(
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  "BucketPublicAccessBlock",
);

/** Logs of access that S3 itself writes to a bucket, named by the bucket that they are written to. */
export const accessLogIn: Companion = {
  types: ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"],
  at: ["targetBucket"],
  name: "bucket",
  what: "BucketLogging",
};

/** Who may do what with an S3 bucket. */
export const bucketPolicy = ofBucket(["aws:s3/bucketPolicy:BucketPolicy"], "BucketPolicy");

/** How the blobs of a storage account are kept. */
export const blobService = ofAccount("BlobServiceProperties", "BlobServiceProperties");

/** How long blobs of a container of a storage account can't be overwritten. */
export const immutability = ofAccount("BlobContainerImmutabilityPolicy", "BlobContainerImmutabilityPolicy");

/** What queries of a project of Google's may read in a day. */
export const queryQuota: Companion = {
  types: ["gcp:serviceusage/consumerQuotaOverride:ConsumerQuotaOverride"],
  at: ["project"],
  name: "project",
  which: { at: ["metric"], is: "bigquery.googleapis.com%2Fquota%2Fquery%2Fusage" },
  what: "ConsumerQuotaOverride of bigquery.googleapis.com/quota/query/usage",
};

/** What a workgroup of Redshift may cost. */
export const usageLimit: Companion = {
  types: ["aws:redshiftserverless/usageLimit:UsageLimit"],
  at: ["resourceArn"],
  which: { at: ["usageType"], is: "serverless-compute" },
  what: "UsageLimit of serverless-compute",
};

/** Logs of flows in a VPC. */
export const vpcFlowLog: Companion = { types: ["aws:ec2/flowLog:FlowLog"], at: ["vpcId"], what: "FlowLog" };

/** Logs of flows in a virtual network. */
export const networkFlowLog: Companion = {
  types: ["azure-native:network:FlowLog"],
  at: ["targetResourceId"],
  what: "FlowLog",
};

/** The same, named by the storage account that they are written to. */
export const flowLogIn: Companion = { ...networkFlowLog, at: ["storageId"] };

/** A door in a VPC to a service of AWS's, which it names. */
export const interfaceEndpoint: Companion = {
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  at: ["serviceName"],
  what: "VpcEndpoint",
};

/** The group of a VPC that whatever has no other is in. */
export const defaultGroup: Companion = {
  types: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  at: ["vpcId"],
  what: "DefaultSecurityGroup",
};

/** An add-on of an EKS cluster. */
export function addOn(name: string): Companion {
  const which = { at: ["addonName"], is: name };
  return { types: ["aws:eks/addon:Addon"], at: ["clusterName"], name: "name", which, what: `addon ${name}` };
}

/** A provider that trusts the tokens of an EKS cluster. */
export const tokenProvider: Companion = {
  types: ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
  at: ["url"],
  what: "OpenIdConnectProvider",
};

/** An instance of an Aurora cluster. */
export const clusterInstance: Companion = {
  types: ["aws:rds/clusterInstance:ClusterInstance"],
  at: ["clusterIdentifier"],
  name: "clusterIdentifier",
  what: "ClusterInstance",
};

/** A member of a cluster of DocumentDB. */
export const documentMember: Companion = {
  ...clusterInstance,
  types: ["aws:docdb/clusterInstance:ClusterInstance"],
};

/** A parameter of a PostgreSQL server on Azure, or of a MySQL server. */
export function serverParameter(name: string, engine: "postgresql" | "mysql" = "postgresql"): Companion {
  return {
    types: [`azure-native:dbfor${engine}:Configuration`],
    at: ["serverName"],
    name: "serverName",
    which: { at: ["configurationName"], is: name },
    what: `configuration of ${name}`,
  };
}

/** Where the logs of a resource on Azure go. */
export const diagnosticSetting: Companion = {
  types: ["azure-native:monitor:DiagnosticSetting"],
  at: ["resourceUri"],
  what: "diagnostic setting",
};

/** What keeps a resource on Azure, or a group of them, from being deleted. */
export const lock: Companion = {
  types: ["azure-native:authorization:ManagementLockByScope"],
  at: ["scope"],
  what: "lock",
};

/** The same, of a resource group by its name. */
export const groupLock: Companion = {
  types: ["azure-native:authorization:ManagementLockAtResourceGroupLevel"],
  at: ["resourceGroupName"],
  name: "resourceGroupName",
  what: "lock",
};
