import type { Environment } from "../../../../environments/schema/environment.ts";
import { isTried, trialName } from "../../databases/postgres/restore-test.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { podSelector } from "../../labels.ts";
import { ports } from "../ports.ts";
import { apiServerPorts, type Flow, type FlowOptions, type Pods } from "./flow.ts";
import { bucketReach } from "./object-flows.ts";
import { setupPods, storeFlows, storePods } from "./store-flows.ts";

/** Pods that try a store's backups. */
export function restoreTestPods(store: string): Pods {
  const name = `restore-test.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** What tries backups asks the API server for a server, and marks the store and looks at that server as a client of theirs. */
export function trialFlows({ stores }: Pick<Environment, "stores">, options: FlowOptions): Flow[] {
  return Object.entries(stores).flatMap(([store, wish]): Flow[] => {
    if (!isTried(wish)) return [];
    const from = restoreTestPods(store);
    const setUp = setupPods(trialName(store)).name;
    const isSetUp = (flow: Flow) => flow.from.kind === "pods" && flow.from.name === setUp;
    const restored = storePods(trialName(store), "postgres");
    return [
      // Nothing is set up in it.
      ...storeFlows(trialName(store), "postgres", options).filter((flow) => !isSetUp(flow)),
      ...bucketReach(restored, options),
      { from, to: { kind: "anywhere" }, ports: apiServerPorts },
      { from, to: storePods(store, "postgres"), ports: [ports.postgres] },
      { from, to: restored, ports: [ports.postgres] },
    ];
  });
}
