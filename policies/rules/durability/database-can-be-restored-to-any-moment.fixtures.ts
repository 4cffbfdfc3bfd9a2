import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodMysql, goodPostgres } from "../azure-fixture.ts";
import { goodKeyspaceTable } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodDatabase, goodMysqlDatabase } from "../gcp-fixture.ts";
import { databaseCanBeRestoredToAnyMoment } from "./database-can-be-restored-to-any-moment.ts";

const good = goodDatabase;

const first: RuleFixtures = {
  rule: databaseCanBeRestoredToAnyMoment,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "keeps the default": ["settings.backupConfiguration.transactionLogRetentionDays", undefined],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.backupConfiguration.pointInTimeRecoveryEnabled", undefined],
      "is off": ["settings.backupConfiguration.pointInTimeRecoveryEnabled", false],
    }),
    ...changes([good], { "keeps a day": ["settings.backupConfiguration.transactionLogRetentionDays", 1] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.backupConfiguration.pointInTimeRecoveryEnabled", unknownMarker],
      "a text of the cloud": ["settings.backupConfiguration.pointInTimeRecoveryEnabled", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a replica": ["masterInstanceName", "primary"] }),
  guards: [
    { path: "settings.backupConfiguration.pointInTimeRecoveryEnabled", absent: "violated", bad: [false] },
    { path: "settings.backupConfiguration.transactionLogRetentionDays", absent: "holds", bad: [1, 6, "7"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseCanBeRestoredToAnyMoment,
    "Keyspaces",
    [goodKeyspaceTable],
    [{ path: "pointInTimeRecovery.status", absent: "violated", bad: ["DISABLED", true] }],
    { holds: { "another table": [{ ...goodKeyspaceTable, name: "other" }] } },
  ),

  ...[goodRdsInstance, goodRdsCluster].map((database) =>
    fixturesOf(
      databaseCanBeRestoredToAnyMoment,
      database.type,
      [database],
      [{ path: "backupRetentionPeriod", absent: "violated", bad: [0, 6, "30"], good: [7] }],
      { notApplicable: { "a replica": changedIn([database], ["replicateSourceDb", "orders"]) } },
    ),
  ),
  fixturesOf(
    databaseCanBeRestoredToAnyMoment,
    "Azure",
    [goodPostgres],
    [{ path: "backup.backupRetentionDays", absent: "holds", bad: [6, "30"], good: [7] }],
    { notApplicable: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) } },
  ),
  fixturesOf(
    databaseCanBeRestoredToAnyMoment,
    "MySQL on Azure",
    [goodMysql],
    [{ path: "backup.backupRetentionDays", absent: "holds", bad: [6, "30"], good: [7] }],
    {
      notApplicable: { "a replica": changedIn([goodMysql], ["createMode", "Replica"]) },
    },
  ),
  fixturesOf(
    databaseCanBeRestoredToAnyMoment,
    "MySQL on Google Cloud",
    [goodMysqlDatabase],
    [{ path: "settings.backupConfiguration.binaryLogEnabled", absent: "violated", bad: [false, "true"] }],
    {
      holds: { "another one": [{ ...goodMysqlDatabase, name: "other" }] },
      notApplicable: { "a replica": changedIn([goodMysqlDatabase], ["masterInstanceName", "primary"]) },
    },
  ),
];
