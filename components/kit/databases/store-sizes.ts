import type { Size } from "../../../environments/schema/names.ts";
import type { InClusterKind, StoreWish } from "../../../environments/schema/stores/stores.ts";
import { sizes } from "../sizes.ts";

/** The smallest size in which an in-cluster store of each kind starts: below it the server's own needs don't fit. */
export const smallestSizes: Readonly<Record<InClusterKind, Size>> = {
  // Its manager, its background processes and 25 connections.
  postgres: "micro",
  // Its heap is three eighths of it, and less than one GiB of heap is too little; the management API takes a quarter of a GiB besides.
  cassandra: "medium",
  // A server without any query takes half a GiB.
  clickhouse: "small",
  // Half of it is the heap, of which Kafka needs 512 MiB to start.
  kafka: "small",
  // A quarter of a GiB is what the server takes without any data, as much what other servers wrote and it still has to apply.
  mysql: "small",
  // A quarter of a GiB is its cache at least; the operator's shell runs beside the server when a replica set begins.
  mongodb: "small",
  // Its management API and metrics take a quarter of it before the first message comes.
  rabbitmq: "small",
  // Its threads and the log of each shard take a quarter of it before the first vector comes.
  qdrant: "small",
  // What waits to be written and one query take a quarter of it; beneath that shards of a year don't open.
  influxdb: "small",
  redis: "nano",
};

/** What is wrong with the size of an in-cluster store, or undefined. */
export function storeSizeProblem(store: StoreWish): string | undefined {
  if (store.placement !== "in-cluster") return undefined;
  const { kind, size } = store;
  const smallest = smallestSizes[kind];
  if (sizes[size].memoryGiB >= sizes[smallest].memoryGiB) return undefined;
  return `has ${sizes[size].memoryGiB} GiB, an in-cluster ${kind} needs ${sizes[smallest].memoryGiB} GiB (${smallest})`;
}
