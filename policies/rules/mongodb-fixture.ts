import { awsKeyOfPlan, goodTags } from "./aws-fixture.ts";
import { outputOf, planned } from "./fixture.ts";

/** A cluster of DocumentDB that every rule about one resource holds of. */
export const goodDocumentCluster = planned(
  "aws:docdb/cluster:Cluster",
  {
    region: "eu-west-1",
    engine: "docdb",
    engineVersion: "8.0.0",
    backupRetentionPeriod: 30,
    dbClusterParameterGroupName: outputOf(
      "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
      "name",
      "document-parameters",
    ),
    deletionProtection: true,
    enabledCloudwatchLogsExports: ["audit", "profiler"],
    finalSnapshotIdentifier: "documents-final",
    kmsKeyId: awsKeyOfPlan,
    skipFinalSnapshot: false,
    storageEncrypted: true,
    tags: goodTags,
  },
  { name: "documents" },
);

/** Its members. */
export const goodDocumentMembers = ["one", "two"].map((name) =>
  planned(
    "aws:docdb/clusterInstance:ClusterInstance",
    { clusterIdentifier: outputOf(goodDocumentCluster.type, "clusterIdentifier", "documents"), tags: goodTags },
    { name },
  ),
);

/** A group of its parameters that every rule holds of. */
export const goodDocumentParameters = planned(
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  {
    family: "docdb8.0",
    parameters: [
      { name: "audit_logs", value: "ddl" },
      { name: "tls", value: "tls1.2+" },
    ],
    tags: goodTags,
  },
  { name: "document-parameters" },
);

/** A replica set in the cluster that every rule about one resource holds of. */
export const goodReplicaSet = planned(
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB",
  {
    metadata: {
      name: "documents",
      namespace: "landbridge-data",
      labels: Object.fromEntries(Object.entries(goodTags).map(([tag, value]) => [`landbridge.dev/${tag}`, value])),
    },
    spec: {
      tls: { mode: "requireTLS", allowInvalidCertificates: false },
      replsets: [
        {
          name: "rs0",
          size: 3,
          topologySpreadConstraints: [
            { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
          ],
        },
      ],
    },
  },
  { name: "documents-members" },
);

/** A cluster of Azure DocumentDB that every rule about one resource holds of. */
export const goodMongoCluster = planned(
  "azure-native:mongocluster:MongoCluster",
  {
    location: "westeurope",
    properties: {
      serverVersion: "8.0",
      highAvailability: { targetMode: "ZoneRedundantPreferred" },
      publicNetworkAccess: "Disabled",
    },
    tags: { ...goodTags, "data-class": "internal" },
  },
  { name: "documents" },
);

/** What keeps it from being deleted. */
export const goodMongoLock = planned(
  "azure-native:authorization:ManagementLockByScope",
  { scope: outputOf(goodMongoCluster.type, "id", goodMongoCluster.name), level: "CanNotDelete" },
  { name: "lock" },
);

/** Where its requests are written down. */
export const goodMongoLogs = planned(
  "azure-native:monitor:DiagnosticSetting",
  {
    resourceUri: outputOf(goodMongoCluster.type, "id", goodMongoCluster.name),
    workspaceId: outputOf("azure-native:operationalinsights:Workspace", "id", "logs"),
    logs: [{ category: "vCoreMongoRequests", enabled: true }],
  },
  { name: "logs-of-documents" },
);
