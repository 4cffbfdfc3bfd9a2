import { resourcesCarryTags } from "./cost/resources-carry-tags.ts";
import { databaseCanBeRestoredToAnyMoment } from "./durability/database-can-be-restored-to-any-moment.ts";
import { databaseIsBackedUp } from "./durability/database-is-backed-up.ts";
import { databaseSurvivesAZone } from "./durability/database-survives-a-zone.ts";
import { deletionIsRefused } from "./durability/deletion-is-refused.ts";
import { deletionLeavesACopy } from "./durability/deletion-leaves-a-copy.ts";
import { databaseConnectionsUseTls } from "./encryption/database-connections-use-tls.ts";
import { databaseHasACustomerKey } from "./encryption/database-has-a-customer-key.ts";
import { changedIn, fixturesOf, planned, type RuleFixtures } from "./fixture.ts";
import { databaseIsLogged } from "./logging/database-is-logged.ts";
import {
  goodDocumentCluster,
  goodDocumentMembers,
  goodDocumentParameters,
  goodMongoCluster,
  goodMongoLock,
  goodMongoLogs,
  goodReplicaSet,
} from "./mongodb-fixture.ts";
import { databaseIsPrivate } from "./network/database-is-private.ts";

const documents = "DocumentDB";
const azure = "Azure DocumentDB";
const replicaSet = "MongoDB in the cluster";

/** Fixtures with a second resource that the rule holds of: somebody else's. */
function setOf(...[rule, of, given, properties, more]: Parameters<typeof fixturesOf>): RuleFixtures {
  const holds = { "another team's": changedIn(given, ["tags.owner", "another"]), ...more?.holds };
  return fixturesOf(rule, of, given, properties, { ...more, holds });
}

/** What the rules for databases say of services that speak MongoDB's protocol. */
export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    databaseConnectionsUseTls,
    replicaSet,
    [goodReplicaSet],
    [
      { path: "spec.tls.mode", absent: "violated", bad: ["preferTLS", "allowTLS", "disabled", true] },
      { path: "spec.tls.allowInvalidCertificates", absent: "violated", bad: [true, "false"] },
    ],
    {
      holds: { "another team's": changedIn([goodReplicaSet], ['metadata.labels["landbridge.dev/owner"]', "another"]) },
    },
  ),
  fixturesOf(
    databaseSurvivesAZone,
    replicaSet,
    [goodReplicaSet],
    [
      { path: "spec.replsets[0].size", absent: "violated", bad: [1, 2, "3"], good: [5] },
      { path: "spec.replsets", absent: "violated", bad: [[], "rs0"] },
      {
        path: "spec.replsets[0].topologySpreadConstraints",
        absent: "violated",
        bad: [[], [{ topologyKey: "kubernetes.io/hostname" }]],
      },
    ],
  ),
  setOf(
    databaseHasACustomerKey,
    documents,
    [goodDocumentCluster],
    [
      { path: "kmsKeyId", absent: "violated", bad: ["alias/aws/rds"] },
      { path: "storageEncrypted", absent: "violated", bad: [false, "true"] },
    ],
  ),
  setOf(
    databaseHasACustomerKey,
    azure,
    [goodMongoCluster],
    [{ path: 'tags["data-class"]', absent: "violated", bad: ["personal", "confidential", ""], good: ["public"] }],
  ),
  setOf(
    databaseConnectionsUseTls,
    documents,
    [goodDocumentParameters],
    [
      {
        path: "parameters[1].value",
        absent: "violated",
        bad: ["enabled", "disabled", true],
        good: ["tls1.3+", "fips-140-3"],
      },
      { path: "parameters", absent: "violated", bad: [[], "all"] },
    ],
  ),
  setOf(
    databaseIsPrivate,
    azure,
    [goodMongoCluster],
    [{ path: "properties.publicNetworkAccess", absent: "violated", bad: ["Enabled", false] }],
    { violated: { "has a rule for somebody": [planned("azure-native:mongocluster:FirewallRule", {})] } },
  ),
  setOf(
    databaseIsLogged,
    documents,
    [goodDocumentCluster],
    [
      { path: "enabledCloudwatchLogsExports", absent: "violated", bad: [[], ["profiler"], "audit"] },
      { path: "dbClusterParameterGroupName", absent: "violated", bad: [], hidden: "holds" },
    ],
  ),
  setOf(
    databaseIsLogged,
    "parameters of DocumentDB",
    [goodDocumentParameters],
    [
      {
        path: "parameters[0].value",
        absent: "violated",
        bad: ["disabled", "none", true],
        good: ["enabled", "all", "ddl,dml_write"],
      },
      { path: "parameters", absent: "violated", bad: [[], "all"] },
    ],
  ),
  setOf(
    databaseIsLogged,
    azure,
    [goodMongoCluster, goodMongoLogs],
    [
      { path: "resourceUri", of: goodMongoLogs.name, absent: "violated", bad: ["/subscriptions/another"] },
      { path: "logs[0].enabled", of: goodMongoLogs.name, absent: "violated", bad: [false] },
    ],
    {
      violated: {
        "says nothing": [goodMongoCluster],
        "says something else": changedIn(
          [goodMongoCluster, goodMongoLogs],
          ["logs[0].category", "AllMetrics", goodMongoLogs.name],
        ),
      },
    },
  ),
  setOf(
    databaseIsBackedUp,
    documents,
    [goodDocumentCluster],
    [{ path: "backupRetentionPeriod", absent: "violated", bad: [1, 29, "30"], good: [35] }],
  ),
  setOf(
    databaseCanBeRestoredToAnyMoment,
    documents,
    [goodDocumentCluster],
    [{ path: "backupRetentionPeriod", absent: "violated", bad: [1, 6, "7"], good: [7] }],
  ),
  setOf(
    deletionIsRefused,
    documents,
    [goodDocumentCluster],
    [{ path: "deletionProtection", absent: "violated", bad: [false, "true"] }],
  ),
  setOf(
    deletionIsRefused,
    azure,
    [goodMongoCluster, goodMongoLock],
    [{ path: "level", of: "lock", absent: "violated", bad: ["NotSpecified"], good: ["ReadOnly"] }],
    { violated: { "has no lock": [goodMongoCluster] } },
  ),
  setOf(
    deletionLeavesACopy,
    documents,
    [goodDocumentCluster],
    [
      { path: "skipFinalSnapshot", absent: "holds", bad: [true, "false"] },
      { path: "finalSnapshotIdentifier", absent: "violated", bad: [], hidden: "holds" },
    ],
  ),
  setOf(
    databaseSurvivesAZone,
    documents,
    [goodDocumentCluster, ...goodDocumentMembers],
    [{ path: "clusterIdentifier", of: "one", absent: "violated", bad: ["another"] }],
    { violated: { "has one member": [goodDocumentCluster, ...goodDocumentMembers.slice(1)] } },
  ),
  setOf(
    databaseSurvivesAZone,
    azure,
    [goodMongoCluster],
    [{ path: "properties.highAvailability.targetMode", absent: "violated", bad: ["SameZone", "Disabled"] }],
  ),
  ...[goodDocumentCluster, goodMongoCluster].map((cluster) =>
    setOf(resourcesCarryTags, cluster.type, changedIn([cluster], ['tags["data-class"]', "internal"]), [
      { path: 'tags["data-class"]', absent: "violated", bad: [""] },
    ]),
  ),
];
