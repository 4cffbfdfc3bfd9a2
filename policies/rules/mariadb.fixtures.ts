import { databaseSurvivesAZone } from "./durability/database-survives-a-zone.ts";
import { databaseConnectionsUseTls } from "./encryption/database-connections-use-tls.ts";
import { goodTags } from "./aws-fixture.ts";
import { changedAll, changedIn, fixturesOf, planned, type RuleFixtures } from "./fixture.ts";

/** A MariaDB in the cluster that every rule about one resource holds of. */
const goodMariadb = planned(
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB",
  {
    metadata: {
      name: "ledger",
      namespace: "landbridge-data",
      labels: Object.fromEntries(Object.entries(goodTags).map(([tag, value]) => [`landbridge.dev/${tag}`, value])),
    },
    spec: {
      replicas: 3,
      galera: { enabled: true },
      tls: { enabled: true, required: true, galeraSSTEnabled: true },
      topologySpreadConstraints: [
        { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
      ],
    },
  },
  { name: "ledger-servers" },
);

const mariadb = "MariaDB in the cluster";
const alone = changedAll([goodMariadb], ["spec.galera", undefined], ["spec.replicas", 1]);

/** What the rules for databases say of MariaDB in the cluster. */
export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    databaseConnectionsUseTls,
    mariadb,
    [goodMariadb],
    [
      { path: "spec.tls.enabled", absent: "violated", bad: [false, "true"] },
      { path: "spec.tls.required", absent: "violated", bad: [false, "true"] },
      { path: "spec.tls.galeraSSTEnabled", absent: "violated", bad: [false] },
    ],
    { holds: { "one server, which copies to nobody": changedIn(alone, ["spec.tls.galeraSSTEnabled", undefined]) } },
  ),
  fixturesOf(
    databaseSurvivesAZone,
    mariadb,
    [goodMariadb],
    [
      { path: "spec.replicas", absent: "violated", bad: [1, 2, "3"], good: [5] },
      { path: "spec.galera.enabled", absent: "violated", bad: [false] },
      {
        path: "spec.topologySpreadConstraints",
        absent: "violated",
        bad: [[], [{ topologyKey: "kubernetes.io/hostname" }]],
      },
    ],
    { violated: { "one server": alone } },
  ),
];
