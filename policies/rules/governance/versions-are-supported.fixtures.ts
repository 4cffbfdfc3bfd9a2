import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodRabbitmq, goodRdsCluster, goodRdsInstance, goodRdsMysql } from "../aws-store-fixture.ts";
import { goodAksCluster, goodMysql, goodPostgres } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster, goodDatabase, goodMysqlDatabase } from "../gcp-fixture.ts";
import { versionsAreSupported } from "./versions-are-supported.ts";

const good = goodCluster;

const first: RuleFixtures = {
  rule: versionsAreSupported,
  holds: {
    "as it should be": [good],
    ...changes([good], { "names a patch": ["minMasterVersion", "1.36.3-gke.100"] }),
    "a database of now": [goodDatabase],
    "MySQL of now": [goodMysqlDatabase],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["minMasterVersion", undefined],
      "is past its end": ["minMasterVersion", "1.34"],
      "is unheard of": ["minMasterVersion", "2.0"],
      "is no version": ["minMasterVersion", "latest"],
      "has no minor": ["minMasterVersion", "1"],
    }),
    ...changes([goodDatabase], {
      "a database past its end": ["databaseVersion", "POSTGRES_14"],
      MySQL: ["databaseVersion", "MYSQL_8_0"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["minMasterVersion", unknownMarker],
      "a text of the cloud": ["minMasterVersion", fromCloud],
    }),
  },
  guards: [{ path: "minMasterVersion", absent: "violated", bad: ["1.34", "2.0", "latest", "1"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    versionsAreSupported,
    "EKS",
    [goodEksCluster],
    [{ path: "version", absent: "violated", bad: ["1.34", "1.99", 1.35], good: ["1.36"] }],
  ),
  fixturesOf(
    versionsAreSupported,
    "RDS",
    [goodRdsInstance],
    [{ path: "engineVersion", absent: "violated", bad: ["14.9", "9.6", 17], good: ["18", "16.4"] }],
    {
      holds: { "a cluster": [goodRdsCluster] },
      notApplicable: {
        "another engine": changedIn([goodRdsInstance], ["engine", "oracle-ee"]),
        "a replica": changedAll([goodRdsInstance], ["engineVersion", undefined], ["replicateSourceDb", "orders"]),
      },
    },
  ),
  fixturesOf(
    versionsAreSupported,
    "Amazon MQ",
    [goodRabbitmq],
    [{ path: "autoMinorVersionUpgrade", absent: "violated", bad: [false, "true"] }],
    { holds: { "another broker": [{ ...goodRabbitmq, name: "other" }] } },
  ),
  fixturesOf(
    versionsAreSupported,
    "AKS",
    [goodAksCluster],
    [{ path: "kubernetesVersion", absent: "violated", bad: ["1.34", "1"], good: ["1.36.2"] }],
  ),
  fixturesOf(
    versionsAreSupported,
    "PostgreSQL on Azure",
    [goodPostgres],
    [{ path: "version", absent: "violated", bad: ["14", 17], good: ["18"] }],
    {
      notApplicable: {
        "a replica": changedAll([goodPostgres], ["version", undefined], ["createMode", "Replica"]),
      },
    },
  ),
  fixturesOf(
    versionsAreSupported,
    "MySQL and MariaDB on RDS",
    [goodRdsMysql],
    [{ path: "engineVersion", absent: "violated", bad: ["8.0.42", "5.7", 8.4], good: ["8.4", "8.4.6"] }],
    {
      holds: { MariaDB: changedAll([goodRdsMysql], ["engine", "mariadb"], ["engineVersion", "11.8"]) },
      violated: {
        "MariaDB past its end": changedAll([goodRdsMysql], ["engine", "mariadb"], ["engineVersion", "10.6"]),
      },
    },
  ),
  fixturesOf(
    versionsAreSupported,
    "MySQL on Azure",
    [goodMysql],
    [{ path: "version", absent: "violated", bad: ["8.0.21", "5.7", 8.4], good: ["8.4"] }],
    { notApplicable: { "a replica": changedAll([goodMysql], ["version", undefined], ["createMode", "Replica"]) } },
  ),
];
