import { podSelector } from "../../../components/kit/labels.ts";
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

/** A store of the kit's own: a StatefulSet for each server, all labelled with the store's name. */
const labels = { ...podSelector({ name: "ledger", component: "store" }) };
const server = (role: string) =>
  planned(
    "kubernetes:apps/v1:StatefulSet",
    { metadata: { name: `ledger-${role}`, namespace: metadata.namespace, labels } },
    { name: `watched-server-${role}` },
  );
const own = [server("0"), server("1"), alerts];

/** Of what somebody else runs nobody says that it is a store. */
const foreign = planned(
  "kubernetes:apps/v1:StatefulSet",
  { metadata: { ...metadata, labels: { "app.kubernetes.io/component": "service" } } },
  { name: "no-store" },
);

const forStores: RuleFixtures = {
  rule: storesAreWatched,
  of: "stores by an operator",
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
  notApplicable: { "is no store": [alerts], "is a StatefulSet of something else": [foreign] },
  guards: [
    { path: "spec.groups", of: "alerts", absent: "violated", bad: [[], [{ name: "store-ledger" }]] },
    { path: "metadata.namespace", of: "alerts", absent: "violated", bad: ["elsewhere"], hidden: "violated" },
  ],
};

const forServers: RuleFixtures = {
  rule: storesAreWatched,
  of: "servers by the kit",
  holds: { "has servers by the kit": own, "has one server by the kit": [server("0"), alerts] },
  violated: {
    "has servers by the kit and no alert": [server("0")],
    ...changes(own, {
      "has servers by the kit and another's alert": ["spec.groups", groupsOf({ store: "events" }), "alerts"],
    }),
  },
  undecided: changes(own, {
    "only the cloud knows whose servers they are": ["metadata.labels", unknownMarker],
  }),
  guards: [
    { path: "spec.groups", of: "alerts", absent: "violated", bad: [[], [{ name: "store-ledger" }]] },
    { path: "metadata.namespace", of: "alerts", absent: "violated", bad: ["elsewhere"], hidden: "violated" },
  ],
};

export const fixtures: readonly RuleFixtures[] = [forStores, forServers];
