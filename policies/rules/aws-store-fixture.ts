import { awsKeyOfPlan, goodTags, subnetIds } from "./aws-fixture.ts";
import { outputOf, planned } from "./fixture.ts";

/** A database that every rule holds of. */
export const goodRdsInstance = planned("aws:rds/instance:Instance", {
  region: "eu-west-1",
  engine: "postgres",
  engineVersion: "17.6",
  backupRetentionPeriod: 30,
  deletionProtection: true,
  enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
  kmsKeyId: awsKeyOfPlan,
  multiAz: true,
  parameterGroupName: outputOf("aws:rds/parameterGroup:ParameterGroup", "name", "parameters"),
  publiclyAccessible: false,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: "orders-final",
  storageEncrypted: true,
  tags: goodTags,
});

/** A database of several instances that every rule about one resource holds of. */
export const goodRdsCluster = planned("aws:rds/cluster:Cluster", {
  region: "eu-west-1",
  engine: "aurora-postgresql",
  engineVersion: "17.6",
  backupRetentionPeriod: 30,
  deletionProtection: true,
  enabledCloudwatchLogsExports: ["postgresql"],
  dbClusterParameterGroupName: outputOf("aws:rds/clusterParameterGroup:ClusterParameterGroup", "name", "parameters"),
  kmsKeyId: awsKeyOfPlan,
  skipFinalSnapshot: false,
  storageEncrypted: true,
  tags: goodTags,
});

/** A group of parameters that every rule holds of. */
export const goodParameterGroup = planned("aws:rds/parameterGroup:ParameterGroup", {
  family: "postgres17",
  parameters: [
    { name: "rds.force_ssl", value: "1" },
    { name: "log_connections", value: "1" },
    { name: "log_disconnections", value: "1" },
    { name: "log_checkpoints", value: "1" },
    { name: "log_lock_waits", value: "1" },
    { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit", applyMethod: "pending-reboot" },
    { name: "pgaudit.log", value: "ddl,role" },
  ],
  tags: goodTags,
});

/** A server of MySQL that every rule about one resource holds of. */
export const goodRdsMysql = planned("aws:rds/instance:Instance", {
  ...goodRdsInstance.inputs,
  engine: "mysql",
  engineVersion: "8.4",
  enabledCloudwatchLogsExports: ["audit", "error", "slowquery"],
  optionGroupName: outputOf("aws:rds/optionGroup:OptionGroup", "name", "options"),
});

/** Its settings. */
export const goodMysqlParameters = planned("aws:rds/parameterGroup:ParameterGroup", {
  family: "mysql8.4",
  parameters: [
    { name: "require_secure_transport", value: "1" },
    { name: "slow_query_log", value: "1" },
  ],
  tags: goodTags,
});

/** Its plug-ins. */
export const goodMysqlOptions = planned("aws:rds/optionGroup:OptionGroup", {
  engineName: "mysql",
  majorEngineVersion: "8.4",
  options: [{ optionName: "MARIADB_AUDIT_PLUGIN" }],
  tags: goodTags,
});

/** A cache that every rule holds of. */
export const goodReplicationGroup = planned("aws:elasticache/replicationGroup:ReplicationGroup", {
  region: "eu-west-1",
  engine: "valkey",
  atRestEncryptionEnabled: true,
  kmsKeyId: awsKeyOfPlan,
  transitEncryptionEnabled: true,
  transitEncryptionMode: "required",
  userGroupIds: ["example"],
  automaticFailoverEnabled: true,
  multiAzEnabled: true,
  numNodeGroups: 3,
  replicasPerNodeGroup: 1,
  tags: goodTags,
});

/** A Kafka that every rule holds of. */
export const goodMskCluster = planned("aws:msk/cluster:Cluster", {
  region: "eu-west-1",
  numberOfBrokerNodes: 3,
  brokerNodeGroupInfo: { clientSubnets: subnetIds, connectivityInfo: { publicAccess: { type: "DISABLED" } } },
  clientAuthentication: { sasl: { scram: true }, unauthenticated: false },
  encryptionInfo: {
    encryptionAtRestKmsKeyArn: awsKeyOfPlan,
    encryptionInTransit: { clientBroker: "TLS", inCluster: true },
  },
  tags: goodTags,
});

/** A RabbitMQ that every rule holds of. */
export const goodRabbitmq = planned("aws:mq/broker:Broker", {
  region: "eu-west-1",
  engineType: "RabbitMQ",
  engineVersion: "4.2",
  autoMinorVersionUpgrade: true,
  deploymentMode: "CLUSTER_MULTI_AZ",
  subnetIds,
  publiclyAccessible: false,
  logs: { general: true },
  tags: goodTags,
});
