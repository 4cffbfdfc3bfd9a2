import type { Environment } from "../../../environments/schema/environment.ts";
import { isCopiedStore } from "../databases/copied-stores.ts";
import { namespaces } from "../cluster/namespaces.ts";
import { podSelector } from "../labels.ts";
import { operatorPods, type Flow, type FlowOptions, type Pods } from "./flow.ts";
import { bucketReach } from "./object-flows.ts";
import { ports } from "./ports.ts";
import { storePods } from "./store-flows.ts";

/** Pods of the Jobs that copy a store to a bucket, bring a copy into it, and try one. No other pods have a name with a dot. */
export function copyPods(store: string): Pods {
  const name = `copy.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/**
 * Who copies MariaDB reaches it and the bucket. Members of MongoDB copy themselves, and their operator deletes what is too old.
 * https://docs.percona.com/percona-operator-for-mongodb/backups-storage-s3.html
 */
export function dumpFlows({ stores }: Pick<Environment, "stores">, options: FlowOptions): Flow[] {
  const copied = Object.entries(stores).flatMap(([store, wish]): Flow[] => {
    if (!isCopiedStore(wish)) return [];
    switch (wish.kind) {
      case "postgres":
        return [];
      case "mysql":
        return [
          { from: copyPods(store), to: storePods(store, wish.kind), ports: [ports.mysql] },
          ...bucketReach(copyPods(store), options),
        ];
      case "mongodb":
        return bucketReach(storePods(store, wish.kind), options);
      default:
        return wish satisfies never;
    }
  });
  const documents = Object.values(stores).some((wish) => wish.kind === "mongodb" && isCopiedStore(wish));
  const operators = documents ? options.operators.filter(({ kind }) => kind === "mongodb") : [];
  return [...copied, ...operators.flatMap((operator) => bucketReach(operatorPods(operator), options))];
}
