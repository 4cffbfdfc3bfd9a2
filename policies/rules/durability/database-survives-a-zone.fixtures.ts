import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodMysql, goodPostgres } from "../azure-fixture.ts";
import { goodCosmosAccount } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseSurvivesAZone } from "./database-survives-a-zone.ts";

const good = goodDatabase;

const instances = ["one", "two"].map((name) =>
  planned(
    "aws:rds/clusterInstance:ClusterInstance",
    { clusterIdentifier: outputOf(goodRdsCluster.type, "clusterIdentifier") },
    { name },
  ),
);

const first: RuleFixtures = {
  rule: databaseSurvivesAZone,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.availabilityType", undefined],
      "is in one zone": ["settings.availabilityType", "ZONAL"],
    }),
    ...changes([good], { "has no settings": ["settings", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.availabilityType", unknownMarker],
      "a text of the cloud": ["settings.availabilityType", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a replica": ["masterInstanceName", "primary"] }),
  guards: [{ path: "settings.availabilityType", absent: "violated", bad: ["ZONAL"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseSurvivesAZone,
    "Cosmos DB",
    [goodCosmosAccount],
    [
      { path: "locations[0].isZoneRedundant", absent: "violated", bad: [false, "true"] },
      { path: "locations", absent: "violated", bad: [[]] },
    ],
    { holds: { "another account": [{ ...goodCosmosAccount, name: "other" }] } },
  ),

  fixturesOf(
    databaseSurvivesAZone,
    "RDS",
    [goodRdsInstance],
    [{ path: "multiAz", absent: "violated", bad: [false, "true"] }],
    {
      holds: { "another one": [{ ...goodRdsInstance, name: "other" }] },
      notApplicable: { "a replica": changedIn([goodRdsInstance], ["replicateSourceDb", "orders"]) },
    },
  ),
  fixturesOf(
    databaseSurvivesAZone,
    "Aurora",
    [goodRdsCluster, ...instances],
    [{ path: "clusterIdentifier", of: "one", absent: "violated", bad: ["another"] }],
    {
      holds: { "with a class of its own": changedIn([goodRdsCluster], ["dbClusterInstanceClass", "db.m6g.large"]) },
      violated: { "has one instance": [goodRdsCluster, ...instances.slice(1)] },
      notApplicable: { "a replica": changedIn([goodRdsCluster], ["replicationSourceIdentifier", "orders"]) },
    },
  ),
  fixturesOf(
    databaseSurvivesAZone,
    "Azure",
    [goodPostgres],
    [{ path: "highAvailability.mode", absent: "violated", bad: ["SameZone", "Disabled"] }],
    {
      holds: { "another one": [{ ...goodPostgres, name: "other" }] },
      notApplicable: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) },
    },
  ),
  fixturesOf(
    databaseSurvivesAZone,
    "MySQL on Azure",
    [goodMysql],
    [{ path: "highAvailability.mode", absent: "violated", bad: ["SameZone", "Disabled"] }],
    {
      holds: { "another one": [{ ...goodMysql, name: "other" }] },
      notApplicable: { "a replica": changedIn([goodMysql], ["createMode", "Replica"]) },
    },
  ),
];
