import type { Environment } from "../../../environments/schema/environment.ts";
import type { InClusterWish } from "../../../environments/schema/stores/stores.ts";
import { decideSpending } from "../cost-modes.ts";
import { cassandraNodes, cassandraStorageGiB } from "../databases/cassandra/cassandra.ts";
import { clickhouseServers } from "../databases/clickhouse/clickhouse.ts";
import { mongodbFollowers } from "../databases/mongodb/mongodb.ts";
import { decideNodePools, zoneCount, type NodePool } from "../cluster/node-pools.ts";

/** What an environment takes of an account's quotas when every pool is at its largest. */
export interface PlatformDemand {
  readonly pools: readonly NodePool[];
  /** GiB of the disks of nodes and of stores in the cluster. */
  readonly diskGiB: number;
  /** Ways out of the network, each with an address. */
  readonly natAddresses: number;
  /** Whether the gateway has addresses of its own. */
  readonly gateway: boolean;
}

/** Decides it. Nodes that a cloud adds while it replaces others come on top. */
export function decideDemand(environment: Environment): PlatformDemand {
  const pools = decideNodePools(environment.cluster.pools);
  const { nat } = decideSpending(environment);
  return {
    pools,
    diskGiB: pools.reduce((sum, { max, diskGiB }) => sum + max * diskGiB, 0) + storesGiB(environment),
    natAddresses: environment.network.adopt === undefined ? (nat === "per-zone" ? zoneCount : 1) : 0,
    gateway: environment.ingress.address === "reserved",
  };
}

function storesGiB({ stores }: Environment): number {
  return Object.values(stores).reduce(
    (sum, store) => (store.placement === "managed" ? sum : sum + storageOf(store) * copiesOf(store)),
    0,
  );
}

/** GiB of each copy's volume. */
function storageOf(store: InClusterWish): number {
  return store.kind === "cassandra" ? cassandraStorageGiB(store) : store.storageGiB;
}

function copiesOf(store: InClusterWish): number {
  switch (store.kind) {
    case "postgres":
    case "mysql":
      return store.replicas + 1;
    case "cassandra":
      return cassandraNodes(store);
    case "clickhouse":
      return clickhouseServers(store);
    case "mongodb":
      return mongodbFollowers(store) + 1;
    case "kafka":
      return store.brokers;
    case "rabbitmq":
      return store.brokers;
    case "influxdb":
      return 1;
    case "qdrant":
      return store.nodes;
    case "redis":
      return store.shards * (store.replicasPerShard + 1);
    default:
      return store satisfies never;
  }
}

/** CPUs of pools at their largest, of some of them. */
export function cpusOf(pools: readonly NodePool[], cpuOf: (pool: NodePool) => number): number {
  return pools.reduce((sum, pool) => sum + pool.max * cpuOf(pool), 0);
}
