import type { Environment } from "../../../../environments/schema/environment.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { needsRepair } from "../../databases/cassandra/cassandra-repair.ts";
import { podSelector } from "../../labels.ts";
import { cassandraPorts } from "../ports.ts";
import type { Flow, Pods } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/** Pods of the Job that has nodes of a Cassandra compare what they hold. No other pods have a name with a dot. */
export function repairPods(store: string): Pods {
  const name = `repair.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** It asks nodes by their management API. */
export function repairFlows({ stores }: Pick<Environment, "stores">): Flow[] {
  return Object.entries(stores).flatMap(([store, wish]) =>
    wish.kind === "cassandra" && needsRepair(wish)
      ? [{ from: repairPods(store), to: storePods(store, wish.kind), ports: [cassandraPorts.management] }]
      : [],
  );
}
