import type { KeyUser } from "../../../kit/rights/keys.ts";
import type { PolicyStatement } from "./policy-document.ts";
import type { AwsSettings } from "../settings.ts";

/**
 * Who may use a key: the account's administrators, by their own rights, so that it stays manageable; and for each service
 * in the spec whoever in the account may use that service, through it alone. AWS's own keys are opened the same way. No
 * role is named: a key policy with a role that isn't there yet is refused, and the role by which auto scaling groups make
 * nodes with encrypted disks (AWSServiceRoleForAutoScaling) comes into a new account with its first group.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function decideKeyPolicy(users: readonly KeyUser[], settings: AwsSettings): PolicyStatement[] {
  return [
    {
      Sid: "Administration",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${settings.account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...[...users].sort().flatMap((user) => statementsOf[user](settings)),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html */
const statementsOf: Readonly<Record<KeyUser, (settings: AwsSettings) => PolicyStatement[]>> = {
  // Every object is encrypted for the one who puts it, and decrypted for the one who gets it.
  buckets: (settings) => [
    throughService("Buckets", "s3", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], settings),
    auditRecords(settings),
  ],
  // EKS makes itself a grant when the cluster is made. https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
  cluster: (settings) => [
    throughService("Cluster", "eks", ["kms:CreateGrant", "kms:DescribeKey"], settings),
    // The control plane's logs and the network's, which have no path of their own.
    logs("ClusterLogs", "*", settings),
  ],
  // So does ECR for each repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
  registry: (settings) => [
    throughService("Registry", "ecr", ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], settings),
  ],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
  databases: (settings) => [
    throughService("Databases", "rds", dataActions, settings),
    grantsThroughService("DatabasesGrants", "rds", settings),
    logs("DatabasesLogs", "/aws/rds/*", settings),
    // DocumentDB asks for keys as RDS does. https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html
    logs("DocumentsLogs", "/aws/docdb/*", settings),
  ],
  // Disks of nodes, and of pods by the CSI driver. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
  nodes: (settings) => [
    throughService("Nodes", "ec2", dataActions, settings),
    grantsThroughService("NodesGrants", "ec2", settings),
  ],
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  secrets: (settings) => [
    throughService("Secrets", "secretsmanager", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], settings),
  ],
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html#using-customer-managed-keys-for-elasticache-security
  caches: (settings) => [
    throughService("Caches", "elasticache", dataActions, settings),
    grantsThroughService("CachesGrants", "elasticache", settings),
    logs("CachesLogs", "/aws/elasticache/*", settings),
  ],
  // A table makes itself a grant when it is made. https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
  tables: (settings) => [
    throughService("Tables", "cassandra", dataActions, settings),
    grantsThroughService("TablesGrants", "cassandra", settings),
  ],
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
  brokers: (settings) => [
    throughService("Brokers", "kafka", dataActions, settings),
    grantsThroughService("BrokersGrants", "kafka", settings),
    logs("BrokersLogs", "/aws/msk/*", settings),
  ],
  queues: (settings) => queueStatements(settings),
  functions: (settings) => functionStatements(settings),
  warehouses: (settings) => warehouseStatements(settings),
};

/**
 * Through the two services for whoever may use them, and for those of AWS's that put messages in by themselves.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
 */
function queueStatements(settings: AwsSettings): PolicyStatement[] {
  return [
    throughService("Queues", "sqs", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], settings),
    throughService("Topics", "sns", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], settings),
    {
      Sid: "Feeders",
      Effect: "Allow",
      Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": settings.account } },
    },
  ];
}

/**
 * Data, the administrator's password and logs.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroups-and-namespaces-rotate-kms-key.html
 */
function warehouseStatements(settings: AwsSettings): PolicyStatement[] {
  return [
    throughService("Warehouses", "redshift-serverless", dataActions, settings),
    grantsThroughService("WarehousesGrants", "redshift-serverless", settings),
    throughService("WarehousesData", "redshift", dataActions, settings),
    grantsThroughService("WarehousesDataGrants", "redshift", settings),
    throughService("WarehousesLogins", "secretsmanager", dataActions, settings),
    logs("WarehousesLogs", "/aws/redshift/*", settings),
  ];
}

/** For their variables and their logs. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
function functionStatements(settings: AwsSettings): PolicyStatement[] {
  return [
    throughService("Functions", "lambda", dataActions, settings),
    grantsThroughService("FunctionsGrants", "lambda", settings),
    logs("FunctionsLogs", "/aws/lambda/*", settings),
  ];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
function auditRecords({ account, regions }: AwsSettings): PolicyStatement {
  return {
    Sid: "AuditRecords",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["kms:DescribeKey", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:${regions.primary}:${account}:trail/*` },
    },
  };
}

const dataActions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

function throughService(sid: string, service: string, actions: string[], settings: AwsSettings): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    // Anyone who meets the condition, which is: nobody outside of the account, and nobody directly.
    Principal: { AWS: "*" },
    Action: actions,
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:CallerAccount": settings.account,
        "kms:ViaService": `${service}.${settings.regions.primary}.amazonaws.com`,
      },
    },
  };
}

/** Grants to AWS's services alone, e.g. to EBS for as long as a disk is attached. */
function grantsThroughService(sid: string, service: string, settings: AwsSettings): PolicyStatement {
  const statement = throughService(sid, service, ["kms:CreateGrant"], settings);
  return { ...statement, Condition: { ...statement.Condition, Bool: { "kms:GrantIsForAWSResource": "true" } } };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logs(sid: string, groups: string, { account, regions }: AwsSettings): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: `logs.${regions.primary}.amazonaws.com` },
    Action: dataActions,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${regions.primary}:${account}:log-group:${groups}`,
      },
    },
  };
}
