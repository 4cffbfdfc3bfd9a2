import type { Environment } from "../../../../environments/schema/environment.ts";
import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { decideDocumentJobs, isCopiedByJobs, isCopiedStore, type CopiedByJobs } from "../../databases/copied-stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { podSelector } from "../../labels.ts";
import { cassandraPorts, clickhousePorts, ports } from "../ports.ts";
import { operatorPods, type Flow, type FlowOptions, type Pods } from "./flow.ts";
import { bucketReach } from "./object-flows.ts";
import { storePods } from "./store-flows.ts";

/** Pods of the Jobs that copy a store to a bucket, bring a copy into it, and try one. No other pods have a name with a dot. */
export function copyPods(store: string): Pods {
  const name = `copy.${store}`;
  return { kind: "pods", namespace: namespaces.data, name, labels: podSelector({ name, component: "store" }) };
}

/** Where the Jobs that copy a kind reach its servers. */
const copiedThrough: Readonly<Record<CopiedByJobs, readonly number[]>> = {
  clickhouse: [clickhousePorts.native],
  influxdb: [ports.influxdb],
  mysql: [ports.mysql],
  qdrant: [ports.qdrant],
};

/**
 * Jobs that copy a store reach it and the bucket. Members of MongoDB copy themselves where the cloud knows their agent, and their operator deletes what is too old;
 * what tries such a copy reaches the bucket alone.
 * https://docs.percona.com/percona-operator-for-mongodb/backups-storage-s3.html
 */
export function dumpFlows({ stores }: Pick<Environment, "stores">, options: FlowOptions): Flow[] {
  const copied = Object.entries(stores).flatMap(([store, wish]): Flow[] => {
    if (!isCopiedStore(wish)) return [];
    if (isCopiedByJobs(wish)) {
      const from = copyPods(store);
      return [
        { from, to: storePods(store, wish.kind), ports: copiedThrough[wish.kind] },
        ...bucketReach(from, options),
      ];
    }
    if (wish.kind === "cassandra") return cassandraCopyFlows(store, wish, options);
    return wish.kind === "mongodb" ? documentFlows(store, wish, options) : [];
  });
  const documents =
    options.documentsBy !== "jobs" &&
    Object.values(stores).some((wish) => wish.kind === "mongodb" && isCopiedStore(wish));
  const operators = documents ? options.operators.filter(({ kind }) => kind === "mongodb") : [];
  return [...copied, ...operators.flatMap((operator) => bucketReach(operatorPods(operator), options))];
}

/** What is beside each node uploads; the Job has nodes make snapshots, and who brings a night in is a client of theirs and streams as one of them. */
function cassandraCopyFlows(
  store: string,
  { backups, restoreFrom }: Pick<CassandraWish, "backups" | "restoreFrom">,
  options: FlowOptions,
): Flow[] {
  const from = copyPods(store);
  const nodes = storePods(store, "cassandra");
  const reached = [
    ...(backups === undefined ? [] : [cassandraPorts.management]),
    ...(restoreFrom === undefined ? [] : [ports.cassandra, cassandraPorts.interNode]),
  ];
  return [
    { from, to: nodes, ports: reached },
    ...bucketReach(from, options),
    ...(backups === undefined ? [] : bucketReach(nodes, options)),
  ];
}

function documentFlows(store: string, wish: StoreWish, options: FlowOptions): Flow[] {
  const { documentsBy = "agent" } = options;
  const from = copyPods(store);
  const members = storePods(store, "mongodb");
  const jobs = decideDocumentJobs(wish, documentsBy) === undefined ? [] : bucketReach(from, options);
  if (documentsBy === "agent") return [...bucketReach(members, options), ...jobs];
  return [{ from, to: members, ports: [ports.mongodb] }, ...jobs];
}
