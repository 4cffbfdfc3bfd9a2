import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { namespaceOf, objectLabelsOf } from "../../facts/objects.ts";
import {
  at,
  hiddenBecause,
  inputsOf,
  itemsOf,
  judged,
  textAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Stores that an operator runs, by the custom resource that is the store. */
const operatedTypes = [
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter",
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB",
  "kubernetes:kafka.strimzi.io/v1:Kafka",
  "kubernetes:postgresql.cnpg.io/v1:Cluster",
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB",
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster",
] as const;

/** Stores that the kit runs by itself are of these, one for each server. */
const serversType = "kubernetes:apps/v1:StatefulSet";

const rulesType = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

/** Each store in the cluster has an alert for which somebody gets up. */
export const storesAreWatched: StackRule = {
  id: "PK-LOG-010",
  name: "stores-are-watched",
  says: "Each store in the cluster has an alert for which somebody gets up.",
  why: "An operator mends much by itself, and tells nobody of what it can't: a full volume, a majority that is lost, backups that fail.",
  fix: "Make a PrometheusRule beside the store, with a rule whose labels are `store`, its name, and `severity: critical`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CC7.2", "SI-4"],
  source: "https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule",
  appliesTo: [...operatedTypes, rulesType, serversType],
  judgeAll: (resources) => {
    const rules = resources.filter(({ type }) => type === rulesType);
    return oncePerStore(resources.filter(isStore)).map((store) => ({
      urn: store.urn,
      ...judged(judgeStore(store, rules), "somebody is told"),
    }));
  },
};

/** Whether a resource is a store, or a server of one that the kit runs by itself; where nobody can know, it is judged. */
function isStore(resource: PlannedResource): boolean {
  if (resource.type !== serversType) return operatedTypes.some((operated) => operated === resource.type);
  const component = at(objectLabelsOf(resource), "app.kubernetes.io/component");
  return textAt(component) === "store" || hiddenBecause(component.value) !== undefined;
}

/** What a store is called: servers are called otherwise than theirs, whose name is their label. */
function storeNameOf(resource: PlannedResource): Place {
  return resource.type === serversType
    ? at(objectLabelsOf(resource), "app.kubernetes.io/name")
    : at(inputsOf(resource), "metadata", "name");
}

/** Of the servers of a store the first by URN, and all whose store nobody can know. */
function oncePerStore(resources: readonly PlannedResource[]): PlannedResource[] {
  const seen = new Set<string>();
  return resources
    .toSorted((a, b) => (a.urn < b.urn ? -1 : 1))
    .filter((resource) => {
      const store = textAt(storeNameOf(resource));
      if (resource.type !== serversType || store === undefined) return true;
      const place = `${namespaceOf(resource) ?? resource.urn}/${store}`;
      return !seen.has(place) && seen.add(place);
    });
}

function judgeStore(store: PlannedResource, rules: readonly PlannedResource[]): Finding[] {
  const beside = rules.filter((rule) => namespaceOf(rule) === namespaceOf(store));
  const named = storeNameOf(store);
  const name = textAt(named);
  if (name === undefined) return [undecidedAt(named)];
  if (beside.some((rule) => isAbout(rule, name))) return [];
  const hidden = beside.map((rule) => at(inputsOf(rule), "spec", "groups")).find(({ value }) => hiddenBecause(value));
  return [
    hidden === undefined
      ? violated(`no PrometheusRule beside it has a critical alert of ${name}`)
      : undecidedAt(hidden),
  ];
}

/** Whether one of its alerts is critical and about a store. */
function isAbout(rule: PlannedResource, store: string): boolean {
  return itemsOf(at(inputsOf(rule), "spec", "groups"))
    .items.flatMap((group) => itemsOf(at(group, "rules")).items)
    .map((alert) => at(alert, "labels"))
    .some((labels) => textAt(at(labels, "store")) === store && textAt(at(labels, "severity")) === "critical");
}
