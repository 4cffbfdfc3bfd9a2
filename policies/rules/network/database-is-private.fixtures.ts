import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodMskCluster } from "../aws-store-fixture.ts";
import { goodCosmosAccount, goodKeyspace, goodKeyspacesDoor } from "../cassandra-fixture.ts";
import { goodEventHubs, goodManagedRedis, goodMysql, goodPostgres } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseIsPrivate } from "./database-is-private.ts";

const good = goodDatabase;

const first: RuleFixtures = {
  rule: databaseIsPrivate,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.ipConfiguration.ipv4Enabled", undefined],
      "is public": ["settings.ipConfiguration.ipv4Enabled", true],
      "says so in words": ["settings.ipConfiguration.ipv4Enabled", "false"],
    }),
    ...changes([good], {
      "is open to a block": ["settings.ipConfiguration.authorizedNetworks", [{ value: "192.0.2.0/24" }]],
      "has no settings": ["settings", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.ipConfiguration.ipv4Enabled", unknownMarker],
      "a text of the cloud": ["settings.ipConfiguration.ipv4Enabled", fromCloud],
    }),
  },
  guards: [
    { path: "settings.ipConfiguration.ipv4Enabled", absent: "violated", bad: [true, "false"] },
    { path: "settings.ipConfiguration.authorizedNetworks", absent: "holds", bad: [[{}], "all"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseIsPrivate,
    "Keyspaces",
    [goodKeyspace, goodKeyspacesDoor],
    [
      { path: "privateDnsEnabled", of: "door", absent: "violated", bad: [false, "true"] },
      { path: "serviceName", of: "door", absent: "violated", bad: ["com.amazonaws.eu-west-1.s3"] },
    ],
    {
      holds: { "another keyspace": [{ ...goodKeyspace, name: "other" }, goodKeyspacesDoor] },
      violated: { "has no door": [goodKeyspace] },
    },
  ),
  ...["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:mq/broker:Broker"].map((type) =>
    fixturesOf(
      databaseIsPrivate,
      type,
      [planned(type, { publiclyAccessible: false })],
      [{ path: "publiclyAccessible", absent: "holds", bad: [true, "false"] }],
    ),
  ),
  fixturesOf(
    databaseIsPrivate,
    "MSK",
    [goodMskCluster],
    [
      {
        path: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
        absent: "holds",
        bad: ["SERVICE_PROVIDED_EIPS"],
      },
      { path: "brokerNodeGroupInfo", absent: "holds", bad: [{ connectivityInfo: { publicAccess: { type: "ON" } } }] },
    ],
  ),
  fixturesOf(
    databaseIsPrivate,
    "PostgreSQL on Azure",
    [goodPostgres],
    [{ path: "network.publicNetworkAccess", absent: "violated", bad: ["Enabled", false] }],
    {
      holds: {
        "in a subnet of ours": changedIn([goodPostgres], ["network", { delegatedSubnetResourceId: fromCloud }]),
      },
      violated: {
        "has a rule for public addresses": [
          planned("azure-native:dbforpostgresql:FirewallRule", { startIpAddress: "192.0.2.1" }),
        ],
      },
    },
  ),
  ...[goodCosmosAccount, goodManagedRedis, goodEventHubs].map((resource) =>
    fixturesOf(
      databaseIsPrivate,
      resource.type,
      [resource],
      [{ path: "publicNetworkAccess", absent: "violated", bad: ["Enabled", false] }],
      { holds: { "another one": [{ ...resource, name: "other" }] } },
    ),
  ),
  fixturesOf(
    databaseIsPrivate,
    "MySQL on Azure",
    [goodMysql],
    [{ path: "network.publicNetworkAccess", absent: "violated", bad: ["Enabled", false] }],
    {
      holds: { "another one": [{ ...goodMysql, name: "other" }] },
      violated: {
        "has a rule for public addresses": [
          planned("azure-native:dbformysql:FirewallRule", { startIpAddress: "192.0.2.1" }),
        ],
      },
    },
  ),
];
