import { goodTags } from "./aws-fixture.ts";
import { resourcesCarryTags } from "./cost/resources-carry-tags.ts";
import { databaseSurvivesAZone } from "./durability/database-survives-a-zone.ts";
import { databaseConnectionsUseTls } from "./encryption/database-connections-use-tls.ts";
import { changedIn, fixturesOf, planned, type RuleFixtures } from "./fixture.ts";

const labels = { ...goodTags, "data-class": "internal" };

/** A Cassandra in the cluster that every rule about one resource holds of. */
const goodDatacenter = planned(
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
  {
    metadata: {
      name: "history",
      namespace: "landbridge-data",
      labels: Object.fromEntries(Object.entries(labels).map(([tag, value]) => [`landbridge.dev/${tag}`, value])),
    },
    spec: {
      size: 3,
      racks: [{ name: "r1" }, { name: "r2" }, { name: "r3" }],
      config: {
        "cassandra-yaml": {
          client_encryption_options: { enabled: true, optional: false },
          server_encryption_options: { internode_encryption: "all", optional: false },
        },
      },
      podTemplateSpec: {
        spec: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "topology.kubernetes.io/zone" }],
            },
          },
        },
      },
    },
  },
  { name: "history-nodes" },
);

const cassandra = "Cassandra in the cluster";
const settings = 'spec.config["cassandra-yaml"]';
const apart = "spec.podTemplateSpec.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution";

/** What the rules for databases say of Cassandra in the cluster. */
export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    databaseConnectionsUseTls,
    cassandra,
    [goodDatacenter],
    [
      { path: `${settings}.client_encryption_options.enabled`, absent: "violated", bad: [false, "true"] },
      { path: `${settings}.client_encryption_options.optional`, absent: "holds", bad: [true, "false"] },
      {
        path: `${settings}.server_encryption_options.internode_encryption`,
        absent: "violated",
        bad: ["none", "dc", "rack"],
      },
      { path: `${settings}.server_encryption_options.optional`, absent: "holds", bad: [true] },
    ],
  ),
  fixturesOf(
    databaseSurvivesAZone,
    cassandra,
    [goodDatacenter],
    [
      { path: "spec.size", absent: "violated", bad: [1, 2, "3"], good: [6] },
      { path: "spec.racks", absent: "violated", bad: [[], [{ name: "r1" }], "r1"] },
      { path: apart, absent: "violated", bad: [[], [{ topologyKey: "kubernetes.io/hostname" }]] },
    ],
  ),
  fixturesOf(
    resourcesCarryTags,
    cassandra,
    [goodDatacenter],
    [{ path: 'metadata.labels["landbridge.dev/data-class"]', absent: "violated", bad: [""] }],
    {
      holds: { "another team's": changedIn([goodDatacenter], ['metadata.labels["landbridge.dev/owner"]', "another"]) },
    },
  ),
];
