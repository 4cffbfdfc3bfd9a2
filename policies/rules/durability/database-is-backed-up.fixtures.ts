import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodMysql, goodPostgres } from "../azure-fixture.ts";
import { goodCosmosAccount } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseIsBackedUp } from "./database-is-backed-up.ts";

const good = goodDatabase;

const first: RuleFixtures = {
  rule: databaseIsBackedUp,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.backupConfiguration.enabled", undefined],
      "is off": ["settings.backupConfiguration.enabled", false],
      "says so in words": ["settings.backupConfiguration.enabled", "true"],
    }),
    ...changes([good], {
      "keeps a week": ["settings.backupConfiguration.backupRetentionSettings.retainedBackups", 7],
      "keeps the default": ["settings.backupConfiguration.backupRetentionSettings", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.backupConfiguration.enabled", unknownMarker],
      "a text of the cloud": ["settings.backupConfiguration.enabled", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a replica": ["masterInstanceName", "primary"] }),
  guards: [
    { path: "settings.backupConfiguration.enabled", absent: "violated", bad: [false, "true"] },
    {
      path: "settings.backupConfiguration.backupRetentionSettings.retainedBackups",
      absent: "violated",
      bad: [7, 29, "30"],
    },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseIsBackedUp,
    "Cosmos DB",
    [goodCosmosAccount],
    [
      {
        path: "backupPolicy.periodicModeProperties.backupRetentionIntervalInHours",
        absent: "violated",
        bad: [8, 719, "720"],
      },
      {
        path: "backupPolicy",
        absent: "violated",
        bad: [{ type: "Continuous", continuousModeProperties: { tier: "Continuous7Days" } }],
        good: [{ type: "Continuous", continuousModeProperties: { tier: "Continuous30Days" } }, { type: "Continuous" }],
      },
    ],
  ),

  ...[goodRdsInstance, goodRdsCluster].map((database) =>
    fixturesOf(
      databaseIsBackedUp,
      database.type,
      [database],
      [{ path: "backupRetentionPeriod", absent: "violated", bad: [0, 29, "30"], good: [35] }],
      { notApplicable: { "a replica": changedIn([database], ["replicateSourceDb", "orders"]) } },
    ),
  ),
  fixturesOf(
    databaseIsBackedUp,
    "Azure",
    [goodPostgres],
    [{ path: "backup.backupRetentionDays", absent: "violated", bad: [7, "30"], good: [35] }],
    { notApplicable: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) } },
  ),
  fixturesOf(
    databaseIsBackedUp,
    "Azure in staging",
    [goodPostgres],
    [{ path: "backup.backupRetentionDays", absent: "holds", bad: [6] }],
    { tier: "staging", violated: { "is a word": changedIn([goodPostgres], ["backup.backupRetentionDays", "7"]) } },
  ),
  fixturesOf(
    databaseIsBackedUp,
    "MySQL on Azure",
    [goodMysql],
    [{ path: "backup.backupRetentionDays", absent: "violated", bad: [7, "30"], good: [35] }],
    {
      notApplicable: { "a replica": changedIn([goodMysql], ["createMode", "Replica"]) },
    },
  ),

  fixturesOf(
    databaseIsBackedUp,
    "where PostgreSQL in the cluster is copied to",
    [planned("kubernetes:barmancloud.cnpg.io/v1:ObjectStore", { spec: { retentionPolicy: "30d" } })],
    [{ path: "spec.retentionPolicy", absent: "holds", bad: ["29d", "4w", "m", "30", 30], good: ["5w", "1m"] }],
  ),
  fixturesOf(
    databaseIsBackedUp,
    "when PostgreSQL in the cluster is copied",
    [planned("kubernetes:postgresql.cnpg.io/v1:ScheduledBackup", { spec: { schedule: "0 30 2 * * *" } })],
    [
      { path: "spec.schedule", absent: "violated", bad: ["0 30 2 * * 0", "30 2 * * *", 1] },
      { path: "spec.suspend", absent: "holds", bad: [true, "false"], good: [false] },
    ],
  ),
];
