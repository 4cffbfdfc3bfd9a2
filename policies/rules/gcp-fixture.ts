import { placeholder } from "../../plan/planned-resource.ts";
import { planned } from "./fixture.ts";

/** Labels as every resource carries them. */
export const goodLabels = {
  environment: "example-test",
  system: "example",
  tier: "production",
  owner: "platform",
  "cost-centre": "example",
  "managed-by": "landbridge",
  "data-class": "personal",
};

/** The id of a key that the same plan makes. */
export const keyOfPlan = placeholder(
  "urn:pulumi:example-test::landbridge::landbridge:gcp:Key$gcp:kms/cryptoKey:CryptoKey::example-key",
  "id",
);

/** A cluster that every rule holds of. */
export const goodCluster = planned("gcp:container/cluster:Cluster", {
  location: "europe-west1",
  deletionProtection: true,
  minMasterVersion: "1.35",
  resourceLabels: goodLabels,
  datapathProvider: "ADVANCED_DATAPATH",
  workloadIdentityConfig: { workloadPool: "example.svc.id.goog" },
  enableLegacyAbac: false,
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  databaseEncryption: { state: "ENCRYPTED", keyName: keyOfPlan },
  privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
  masterAuthorizedNetworksConfig: {
    cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }],
    gcpPublicCidrsAccessEnabled: false,
  },
  loggingConfig: {
    enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
  },
});

/** A node pool that every rule holds of. */
export const goodNodePool = planned("gcp:container/nodePool:NodePool", {
  location: "europe-west1",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 9 },
  management: { autoRepair: true, autoUpgrade: true },
  networkConfig: { enablePrivateNodes: true },
  nodeConfig: {
    serviceAccount: placeholder(
      "urn:pulumi:example-test::landbridge::landbridge:gcp:Cluster$gcp:serviceaccount/account:Account::nodes",
      "email",
    ),
    shieldedInstanceConfig: { enableSecureBoot: true },
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    bootDiskKmsKey: keyOfPlan,
    resourceLabels: goodLabels,
    spot: false,
    labels: { "landbridge.dev/purpose": "general" },
  },
});

/** A database that every rule holds of. */
export const goodDatabase = planned("gcp:sql/databaseInstance:DatabaseInstance", {
  region: "europe-west1",
  databaseVersion: "POSTGRES_17",
  encryptionKeyName: keyOfPlan,
  settings: {
    availabilityType: "REGIONAL",
    deletionProtectionEnabled: true,
    userLabels: goodLabels,
    ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
    backupConfiguration: {
      enabled: true,
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retainedBackups: 30 },
    },
    databaseFlags: [
      { name: "log_connections", value: "on" },
      { name: "log_disconnections", value: "on" },
      { name: "log_checkpoints", value: "on" },
      { name: "log_lock_waits", value: "on" },
      { name: "cloudsql.enable_pgaudit", value: "on" },
    ],
  },
});

/** A database of MySQL that every rule holds of. */
export const goodMysqlDatabase = planned("gcp:sql/databaseInstance:DatabaseInstance", {
  region: "europe-west1",
  databaseVersion: "MYSQL_8_4",
  encryptionKeyName: keyOfPlan,
  settings: {
    availabilityType: "REGIONAL",
    deletionProtectionEnabled: true,
    userLabels: goodLabels,
    ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
    backupConfiguration: {
      enabled: true,
      binaryLogEnabled: true,
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retainedBackups: 30 },
    },
    databaseFlags: [
      { name: "cloudsql_mysql_audit", value: "ON" },
      { name: "slow_query_log", value: "on" },
    ],
  },
});

/** A bucket that every rule holds of. */
export const goodBucket = planned("gcp:storage/bucket:Bucket", {
  location: "europe-west1",
  labels: goodLabels,
  publicAccessPrevention: "enforced",
  uniformBucketLevelAccess: true,
  versioning: { enabled: true },
  encryption: { defaultKmsKeyName: keyOfPlan },
});

/** A key that every rule holds of. */
export const goodKey = planned("gcp:kms/cryptoKey:CryptoKey", {
  labels: goodLabels,
  rotationPeriod: "7776000s",
  destroyScheduledDuration: "2592000s",
});
