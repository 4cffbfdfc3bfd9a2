import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, planned, type RuleFixtures } from "../fixture.ts";
import { storesAreWatched } from "./stores-are-watched.ts";

const metadata = { name: "ledger", namespace: "landbridge-data" };
const store = planned("kubernetes:postgresql.cnpg.io/v1:Cluster", { metadata }, { name: "watched-store" });
const alert = { alert: "StoreDown", expr: "vector(1)", labels: { store: "ledger", severity: "critical" } };
const groupsOf = (labels: object) => [
  { name: "store-ledger", rules: [{ ...alert, labels: { ...alert.labels, ...labels } }] },
];
const alerts = planned(
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
  { metadata: { ...metadata, name: "ledger-alerts" }, spec: { groups: [{ name: "store-ledger", rules: [alert] }] } },
  { name: "alerts" },
);
const good = [store, alerts];

export const fixtures: RuleFixtures = {
  rule: storesAreWatched,
  holds: {
    "has an alert": good,
    "has others besides": [
      ...good,
      { ...alerts, name: "hand-made", urn: "urn:hand-made", inputs: { metadata, spec: { groups: [] } } },
    ],
  },
  violated: {
    "has none": [store],
    ...changes(good, {
      "has none for which somebody gets up": ["spec.groups", groupsOf({ severity: "warning" }), "alerts"],
      "has one of another store": ["spec.groups", groupsOf({ store: "events" }), "alerts"],
      "has no rule in its group": ["spec.groups", [{ name: "store-ledger", rules: [] }], "alerts"],
    }),
  },
  undecided: changes(good, {
    "only the cloud knows the alerts": ["spec.groups", unknownMarker, "alerts"],
    "only the cloud knows its name": ["metadata.name", unknownMarker],
  }),
  notApplicable: { "is no store": [alerts] },
  guards: [
    { path: "spec.groups", of: "alerts", absent: "violated", bad: [[], [{ name: "store-ledger" }]] },
    { path: "metadata.namespace", of: "alerts", absent: "violated", bad: ["elsewhere"], hidden: "violated" },
  ],
};
