import { unknownMarker } from "../../../plan/planned-resource.ts";
import {
  goodMysqlOptions,
  goodMysqlParameters,
  goodParameterGroup,
  goodRdsCluster,
  goodRdsInstance,
  goodRdsMysql,
} from "../aws-store-fixture.ts";
import { goodConfiguration, goodMysql, goodMysqlConfiguration, goodPostgres } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodDatabase, goodMysqlDatabase } from "../gcp-fixture.ts";
import { databaseIsLogged } from "./database-is-logged.ts";

const good = goodDatabase;

const configurations = [
  ...["log_connections", "log_disconnections", "log_checkpoints", "log_lock_waits"].map((name) =>
    goodConfiguration(name, "on"),
  ),
  goodConfiguration("shared_preload_libraries", "pg_stat_statements,pgaudit"),
];

const mysqlConfigurations = ["audit_log_enabled", "slow_query_log"].map((name) => goodMysqlConfiguration(name, "ON"));

const first: RuleFixtures = {
  rule: databaseIsLogged,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.databaseFlags[0].value", undefined],
      "is off": ["settings.databaseFlags[0].value", "off"],
    }),
    ...changes([good], {
      "has no flags": ["settings.databaseFlags", undefined],
      "has one too few": ["settings.databaseFlags[4]", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.databaseFlags[0].value", unknownMarker],
      "a text of the cloud": ["settings.databaseFlags[0].value", fromCloud],
    }),
  },
  guards: [
    { path: "settings.databaseFlags[0].value", absent: "violated", bad: ["off"] },
    ...[1, 2, 3, 4].map((index) => ({
      path: `settings.databaseFlags[${index}].value`,
      absent: "violated" as const,
      bad: ["off", true],
    })),
    { path: "settings.databaseFlags", absent: "violated", bad: [[], "all"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  ...[goodRdsInstance, goodRdsCluster].map((database) =>
    fixturesOf(
      databaseIsLogged,
      database.type,
      [database],
      [
        { path: "enabledCloudwatchLogsExports", absent: "violated", bad: [[], ["upgrade"], "postgresql"] },
        ...["parameterGroupName", "dbClusterParameterGroupName"]
          .filter((path) => path in database.inputs)
          .map((path) => ({ path, absent: "violated" as const, bad: [], hidden: "holds" as const })),
      ],
      { holds: { "another one": [{ ...database, name: "other" }] } },
    ),
  ),
  fixturesOf(
    databaseIsLogged,
    "a parameter group",
    [goodParameterGroup],
    [
      { path: "parameters", absent: "violated", bad: [[], "all"] },
      ...[1, 2, 3, 4].map((index) => ({
        path: `parameters[${index}].value`,
        absent: "violated" as const,
        bad: ["0", "off", ""],
        good: ["on", "all"],
      })),
      { path: "parameters[5].value", absent: "violated", bad: ["pg_stat_statements", "mypgaudit"], good: ["pgaudit"] },
    ],
    { notApplicable: { "another engine": changedIn([goodParameterGroup], ["family", "oracle-ee-19"]) } },
  ),
  fixturesOf(
    databaseIsLogged,
    "Azure",
    [goodPostgres, ...configurations],
    [
      ...configurations.map(({ name }) => ({
        path: "value",
        of: name,
        absent: "violated" as const,
        bad: ["off", true],
      })),
      { path: "serverName", of: "log_connections", absent: "violated", bad: ["another"] },
    ],
    {
      holds: { "in capitals": changedIn([goodPostgres, ...configurations], ["value", "ON", "log_connections"]) },
      violated: { "says nothing": [goodPostgres] },
      notApplicable: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) },
    },
  ),
  fixturesOf(
    databaseIsLogged,
    "MySQL on Google Cloud",
    [goodMysqlDatabase],
    [
      { path: "settings.databaseFlags", absent: "violated", bad: [[], "all"] },
      ...[0, 1].map((index) => ({
        path: `settings.databaseFlags[${index}].value`,
        absent: "violated" as const,
        bad: ["off", true],
      })),
    ],
    { holds: { "another one": [{ ...goodMysqlDatabase, name: "other" }] } },
  ),
  fixturesOf(
    databaseIsLogged,
    "MySQL on RDS",
    [goodRdsMysql],
    [
      { path: "enabledCloudwatchLogsExports", absent: "violated", bad: [[], ["audit"], "audit"] },
      ...["parameterGroupName", "optionGroupName"].map((path) => ({
        path,
        absent: "violated" as const,
        bad: [],
        hidden: "holds" as const,
      })),
    ],
    {
      holds: {
        MariaDB: changedIn([goodRdsMysql], ["engine", "mariadb"]),
        "a replica": changedAll([goodRdsMysql], ["engine", undefined], ["replicateSourceDb", "ledger"]),
      },
    },
  ),
  fixturesOf(
    databaseIsLogged,
    "parameters of MySQL",
    [goodMysqlParameters],
    [
      { path: "parameters", absent: "violated", bad: [[], "all"] },
      { path: "parameters[1].value", absent: "violated", bad: ["0", "off"] },
    ],
    { holds: { MariaDB: changedIn([goodMysqlParameters], ["family", "mariadb11.8"]) } },
  ),
  fixturesOf(
    databaseIsLogged,
    "options of MySQL",
    [goodMysqlOptions],
    [{ path: "options", absent: "violated", bad: [[], [{ optionName: "MEMCACHED" }], "all"] }],
    {
      holds: { MariaDB: changedIn([goodMysqlOptions], ["engineName", "mariadb"]) },
      notApplicable: { "another engine": changedIn([goodMysqlOptions], ["engineName", "oracle-ee"]) },
    },
  ),
  fixturesOf(
    databaseIsLogged,
    "MySQL on Azure",
    [goodMysql, ...mysqlConfigurations],
    [
      ...mysqlConfigurations.map(({ name }) => ({
        path: "value",
        of: name,
        absent: "violated" as const,
        bad: ["OFF", true],
      })),
      { path: "serverName", of: "slow_query_log", absent: "violated", bad: ["another"] },
    ],
    {
      holds: { "in small letters": changedIn([goodMysql, ...mysqlConfigurations], ["value", "on", "slow_query_log"]) },
      violated: { "says nothing": [goodMysql] },
      notApplicable: { "a replica": changedIn([goodMysql], ["createMode", "Replica"]) },
    },
  ),
];
