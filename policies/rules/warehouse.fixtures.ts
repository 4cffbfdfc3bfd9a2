import { queriesHaveALimit } from "./cost/queries-have-a-limit.ts";
import { resourcesCarryTags } from "./cost/resources-carry-tags.ts";
import { bucketKeepsVersions } from "./durability/bucket-keeps-versions.ts";
import { databaseCanBeRestoredToAnyMoment } from "./durability/database-can-be-restored-to-any-moment.ts";
import { deletionLeavesACopy } from "./durability/deletion-leaves-a-copy.ts";
import { databaseConnectionsUseTls } from "./encryption/database-connections-use-tls.ts";
import { databaseHasACustomerKey } from "./encryption/database-has-a-customer-key.ts";
import { goodBlobService, goodStorageAccount } from "./azure-fixture.ts";
import { changedAll, changedIn, fixturesOf, planned, type RuleFixtures } from "./fixture.ts";
import { personalDataStaysInTheUnion } from "./governance/personal-data-stays-in-the-union.ts";
import { grantsAreNarrow } from "./identity/grants-are-narrow.ts";
import { noStandingCloudKeys } from "./identity/no-standing-cloud-keys.ts";
import { databaseIsLogged } from "./logging/database-is-logged.ts";
import { databaseIsPrivate } from "./network/database-is-private.ts";
import {
  goodDataset,
  goodNamespace,
  goodQuota,
  goodUsageLimit,
  goodWorkgroup,
  goodWorkspace,
  goodWorkspaceLogs,
} from "./warehouse-fixture.ts";

const bigquery = "BigQuery";
const redshift = "Redshift";
const synapse = "Synapse";

/** Fixtures with a second case that the rule holds of: the same, somebody else's. */
function setOf(...[rule, of, given, properties, more]: Parameters<typeof fixturesOf>): RuleFixtures {
  const holds = { "somebody else's": changedIn(given, ["somebody", "another"]), ...more?.holds };
  return fixturesOf(rule, of, given, properties, { ...more, holds });
}

const dataset = planned("gcp:bigquery/datasetIamMember:DatasetIamMember", { role: "roles/bigquery.dataViewer" });
const statement = planned("aws:redshiftdata/statement:Statement", {
  sql: "GRANT USAGE ON SCHEMA gold TO ROLE readers",
});

const lake = changedIn([goodStorageAccount], ["isHnsEnabled", true]);
const files = changedAll(
  [goodBlobService],
  ["isVersioningEnabled", false],
  ["deleteRetentionPolicy", { enabled: true, days: 7 }],
);

/** What the rules for databases, buckets and rights say of warehouses. */
export const fixtures: readonly RuleFixtures[] = [
  setOf(
    databaseHasACustomerKey,
    bigquery,
    [goodDataset],
    [{ path: "defaultEncryptionConfiguration.kmsKeyName", absent: "violated", bad: ["example-key"] }],
  ),
  setOf(
    databaseHasACustomerKey,
    redshift,
    [goodNamespace],
    [{ path: "kmsKeyId", absent: "violated", bad: ["AWS_OWNED_KMS_KEY", "alias/aws/redshift"] }],
  ),
  setOf(
    databaseIsPrivate,
    redshift,
    [goodWorkgroup],
    [
      { path: "publiclyAccessible", absent: "holds", bad: [true, "false"] },
      { path: "enhancedVpcRouting", absent: "violated", bad: [false, "true"] },
    ],
  ),
  setOf(
    databaseIsPrivate,
    synapse,
    [goodWorkspace],
    [{ path: "publicNetworkAccess", absent: "violated", bad: ["Enabled", false] }],
    {
      violated: {
        "has a rule for public addresses": [
          planned("azure-native:synapse:IpFirewallRule", { startIpAddress: "192.0.2.1" }),
        ],
      },
    },
  ),
  setOf(
    databaseConnectionsUseTls,
    redshift,
    [goodWorkgroup],
    [
      { path: "configParameters[0].parameterValue", absent: "violated", bad: ["false", true] },
      { path: "configParameters", absent: "violated", bad: [[], "all"] },
    ],
  ),
  setOf(
    databaseIsLogged,
    redshift,
    [goodNamespace],
    [{ path: "logExports", absent: "violated", bad: [[], ["userlog"], "userlog"] }],
  ),
  setOf(
    databaseIsLogged,
    synapse,
    [goodWorkspace, goodWorkspaceLogs],
    [
      { path: "logs[0].enabled", of: "logs", absent: "violated", bad: [false] },
      { path: "logs[0].category", of: "logs", absent: "violated", bad: ["GatewayApiRequests"], hidden: "violated" },
    ],
    { violated: { "has no setting": [goodWorkspace] } },
  ),
  setOf(
    deletionLeavesACopy,
    bigquery,
    [goodDataset],
    [{ path: "deleteContentsOnDestroy", absent: "holds", bad: [true, "false"] }],
  ),
  setOf(
    databaseCanBeRestoredToAnyMoment,
    bigquery,
    [goodDataset],
    [{ path: "maxTimeTravelHours", absent: "holds", bad: ["48", 72, true], good: [168] }],
  ),
  setOf(
    personalDataStaysInTheUnion,
    bigquery,
    [goodDataset],
    [{ path: "location", absent: "violated", bad: ["us-central1", "US"] }],
    { notApplicable: { "data of another class": changedIn([goodDataset], ['labels["data-class"]', "internal"]) } },
  ),
  setOf(
    personalDataStaysInTheUnion,
    synapse,
    [goodWorkspace],
    [{ path: "location", absent: "violated", bad: ["eastus"] }],
    { notApplicable: { "data of another class": changedIn([goodWorkspace], ['tags["data-class"]', "internal"]) } },
  ),
  ...[goodNamespace, goodWorkspace].map((resource) =>
    setOf(
      resourcesCarryTags,
      resource.type,
      [resource],
      [{ path: 'tags["data-class"]', absent: "violated", bad: [""] }],
    ),
  ),
  setOf(resourcesCarryTags, bigquery, [goodDataset], [{ path: "labels.owner", absent: "violated", bad: [""] }]),
  setOf(
    grantsAreNarrow,
    bigquery,
    [dataset],
    [{ path: "role", absent: "violated", bad: ["roles/bigquery.admin", "OWNER"] }],
  ),
  setOf(
    grantsAreNarrow,
    redshift,
    [statement],
    [
      {
        path: "sql",
        absent: "violated",
        bad: [
          "GRANT SELECT ON sales TO PUBLIC",
          "GRANT SELECT ON sales TO app WITH GRANT OPTION",
          "ALTER USER app CREATEUSER",
          "GRANT ROLE sys:superuser TO app",
          7,
        ],
      },
    ],
  ),
  setOf(
    noStandingCloudKeys,
    redshift,
    [goodNamespace],
    [{ path: "manageAdminPassword", absent: "violated", bad: [false, "true"] }],
  ),
  setOf(
    noStandingCloudKeys,
    synapse,
    [goodWorkspace],
    [{ path: "azureADOnlyAuthentication", absent: "violated", bad: [false, "true"] }],
  ),
  setOf(
    bucketKeepsVersions,
    "a lake",
    [...lake, ...files],
    [
      { path: "deleteRetentionPolicy.enabled", of: "blobs", absent: "violated", bad: [false, "true"] },
      { path: "deleteRetentionPolicy.days", of: "blobs", absent: "violated", bad: [0, "7"] },
    ],
    { violated: { "says nothing of its files": lake } },
  ),
  setOf(
    queriesHaveALimit,
    bigquery,
    [goodDataset, goodQuota],
    [
      { path: "overrideValue", of: "quota", absent: "violated", bad: ["0", "-1", 7] },
      { path: "limit", of: "quota", absent: "violated", bad: ["%2Fd%2Fproject%2Fuser"] },
      { path: "project", of: "quota", absent: "violated", bad: ["another-project"] },
    ],
    { violated: { "has none": [goodDataset] } },
  ),
  setOf(
    queriesHaveALimit,
    redshift,
    [goodWorkgroup, goodUsageLimit],
    [
      { path: "breachAction", of: "limit", absent: "violated", bad: ["log", "emit-metric"] },
      { path: "amount", of: "limit", absent: "violated", bad: [0, "16"] },
      { path: "usageType", of: "limit", absent: "violated", bad: ["cross-region-datasharing"] },
    ],
    { violated: { "has none": [goodWorkgroup] } },
  ),
];
