import type { Environment } from "../../../environments/schema/environment.ts";
import type { Size } from "../../../environments/schema/names.ts";
import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import type { QdrantWish } from "../../../environments/schema/stores/qdrant.ts";
import type {
  KafkaWish,
  MysqlWish,
  PostgresWish,
  RedisWish,
  StoreWish,
} from "../../../environments/schema/stores/stores.ts";
import { controllerCount, controllerSize, entityOperatorSize } from "../messaging/kafka/kafka.ts";
import { mostRegistryPods, registrySize } from "../messaging/kafka/schema-registry.ts";
import { decideBridgePods } from "../messaging/rabbitmq/device-bridge.ts";
import { decideSourcePods } from "../messaging/kafka/connect/kafka-sources.ts";
import { balancerSize } from "../messaging/kafka/kafka-balancer.ts";
import type { NamespaceLimits } from "../limits.ts";
import { decideCaptureLogins } from "../messaging/kafka/connect/kafka-captures.ts";
import { exporterSize } from "../monitoring/exporter-size.ts";
import { objectSizes } from "../objects/objects-in-cluster.ts";
import { decideDoorRoom } from "../network/doors.ts";
import { largerSize, quantities, sizes, type Capacity } from "../sizes.ts";
import { clickhouseTrialSize } from "./clickhouse/clickhouse-copies.ts";
import { clickhouseKeepers, clickhouseServers, keeperSize } from "./clickhouse/clickhouse.ts";
import { cassandraNodes } from "./cassandra/cassandra.ts";
import { needsRepair, repairSize } from "./cassandra/cassandra-repair.ts";
import { cassandraCopyPodSize, nodeCopierSize } from "./cassandra/cassandra-copy-pods.ts";
import { cassandraLoggerSize } from "./cassandra/cassandra-cluster.ts";
import { copyContainerSizes, decideCopyPodSize, decideTrialSize } from "./copies/copy-pod.ts";
import { mariadbAgentSize } from "./mysql/mariadb-cluster.ts";
import { isCopiedStore } from "./copied-stores.ts";
import { decideAgentSize } from "./mongodb/mongodb-backups.ts";
import { ownServerSize } from "./mongodb/mongodb-own-server.ts";
import { mongodbFollowers } from "./mongodb/mongodb.ts";
import { decideCopierSize, isCopied } from "./postgres/postgres-backups.ts";
import { needsUpkeep } from "./postgres/postgres-inside.ts";
import { decidePoolers, mostPoolerPods, poolerSize } from "./postgres/postgres-pooler.ts";
import { isTried } from "./postgres/restore-test.ts";
import { hasSentinels, sentinelCount, sentinelSize } from "./redis/redis-sentinels.ts";
import { redisAsideSize } from "./redis/redis-server.ts";

/** Like pods of a store. Their memory is limited to what they request; helper pods of operators take the same. */
export interface StorePods {
  readonly count: number;
  /** What each requests. */
  readonly each: Capacity;
  /** Volumes of each. */
  readonly claims: number;
}

/** The pods of a store's poolers, and those that they replace, which have time to go: whether the store is in the cluster or the cloud's. */
function decidePoolerPods(wish: StoreWish): StorePods[] {
  if (wish.kind !== "postgres") return [];
  return decidePoolers(wish).map(() => ({ count: 2 * mostPoolerPods, each: watched(poolerSize), claims: 0 }));
}

/** The pods of a registry of schemas, whether its Kafka is in the cluster or the cloud's. */
function decideSchemaPods(wish: StoreWish): StorePods[] {
  if (wish.kind !== "kafka" || wish.schemas === undefined) return [];
  return [{ count: mostRegistryPods, each: registrySize, claims: 0 }];
}

/** What a Job that sets up a managed store requests at most. */
export const setupSize: Capacity = { cpu: 0.1, memoryGiB: 0.25 };

/** The pods of a store in the stores' namespace when all of them run: its own, or the Job that sets it up in the cloud. */
export function decideStorePods(wish: StoreWish, size: Size = wish.size): StorePods[] {
  const each = sizes[size];
  if (wish.placement === "managed")
    return wish.kind === "redis" || wish.kind === "cassandra" ? [] : [setupPodsOf(wish)];
  switch (wish.kind) {
    case "postgres":
      return [postgresPods(wish, size), setupPodsOf(wish), ...trialPods(wish, size)];
    case "cassandra":
      return cassandraPods(wish, each);
    case "clickhouse":
      return [
        { count: clickhouseServers(wish), each, claims: 1 },
        { count: clickhouseKeepers(wish), each: keeperSize, claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
        ...copyPods(wish, clickhouseTrialSize),
      ];
    case "kafka":
      return kafkaPods(wish, each);
    case "mongodb":
      return [
        { count: 1 + mongodbFollowers(wish), each: watched(copying(wish, size)), claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
        ...copyPods(wish, ownServerSize),
      ];
    case "mysql":
      return [...mariadbPods(wish, each), ...copyPods(wish)];
    case "rabbitmq":
      return [
        { count: wish.brokers, each, claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
        ...decideBridgePods(wish.mqtt),
      ];
    case "qdrant":
      return qdrantPods(wish, each);
    case "influxdb":
      return [
        { count: 1, each, claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
        ...copyPods(wish, decideTrialSize(each)),
      ];
    case "redis":
      return redisPods(wish, each);
    default:
      return wish satisfies never;
  }
}

/** Servers, each with a volume for data and one for the log of writes; with what copies beside each, and where it may put a backup at first. */
function postgresPods(wish: PostgresWish, size: Size): StorePods {
  const each = sizes[size];
  const count = 1 + wish.replicas;
  if (!isCopied(wish)) return { count, each, claims: 2 };
  const copier = decideCopierSize({ size });
  const server = { cpu: each.cpu + copier.cpu, memoryGiB: each.memoryGiB + copier.memoryGiB };
  return { count, each: server, claims: 3 };
}

/** The Job that sets up what is inside, and what looks after it again and again. */
function setupPodsOf(wish: StoreWish): StorePods {
  return { count: wish.kind === "postgres" && needsUpkeep(wish) ? 2 : 1, each: setupSize, claims: 0 };
}

/** What publishes captured tables of the cloud's own servers again and again, where nothing else is looked after in them. */
function decidePublishers(stores: Environment["stores"]): StorePods[] {
  const published = Object.entries(stores).filter(
    ([store, wish]) =>
      wish.kind === "postgres" &&
      wish.placement === "managed" &&
      !needsUpkeep(wish) &&
      decideCaptureLogins(stores, store).length > 0,
  );
  return published.map(() => ({ count: 1, each: setupSize, claims: 0 }));
}

/** A server that is restored to see whether backups are any good, and what looks at it. */
function trialPods(wish: PostgresWish, size: Size): StorePods[] {
  if (!isTried(wish)) return [];
  return [
    { ...postgresPods(wish, size), count: 1, claims: 2 },
    { count: 1, each: setupSize, claims: 0 },
  ];
}

/** A pod that reads a store's numbers. */
const exporterPod: StorePods = { count: 1, each: exporterSize, claims: 0 };

/** A server with what reads its numbers beside it. */
function watched({ cpu, memoryGiB }: Capacity): Capacity {
  return { cpu: cpu + exporterSize.cpu, memoryGiB: memoryGiB + exporterSize.memoryGiB };
}

/** A member with the agent beside it, where it is copied. */
function copying(wish: MongodbWish, size: Size): Capacity {
  const member = sizes[size];
  if (!isCopiedStore(wish)) return member;
  const agent = decideAgentSize({ size });
  return { cpu: member.cpu + agent.cpu, memoryGiB: member.memoryGiB + agent.memoryGiB };
}

/** The Jobs that copy a store, bring a copy in and try one in a server of its own; each may have a volume. */
function copyPods(wish: StoreWish, server: Capacity = copyContainerSizes.server): StorePods[] {
  return isCopiedStore(wish) ? [{ count: 3, each: decideCopyPodSize(server), claims: 1 }] : [];
}

/** Servers with the agent beside each, the Jobs that read how far a server came when all were down, the one that sets up what is inside, and what reads numbers. */
function mariadbPods({ replicas }: MysqlWish, each: Capacity): StorePods[] {
  const besides = [{ count: 1, each: setupSize, claims: 0 }, exporterPod];
  if (replicas === 0) return [{ count: 1, each, claims: 1 }, ...besides];
  const { cpu, memoryGiB } = mariadbAgentSize;
  const server = { cpu: each.cpu + cpu, memoryGiB: each.memoryGiB + memoryGiB };
  return [{ count: 1 + replicas, each: server, claims: 1 }, { count: 1 + replicas, each, claims: 0 }, ...besides];
}

/** Nodes with the containers beside each that write its log and copy it, the Jobs that copy or read a copy, and the Job that sets up what is inside. */
function cassandraPods(wish: CassandraWish, each: Capacity): StorePods[] {
  const repair = needsRepair(wish) ? [{ count: 1, each: repairSize, claims: 0 }] : [];
  const { cpu, memoryGiB } = cassandraLoggerSize;
  const copied = wish.placement === "in-cluster" && wish.backups !== undefined;
  const copier = copied ? nodeCopierSize : { cpu: 0, memoryGiB: 0 };
  const node = { cpu: each.cpu + cpu + copier.cpu, memoryGiB: each.memoryGiB + memoryGiB + copier.memoryGiB };
  // A night, a trial and one that people begin by hand.
  const jobs = isCopiedStore(wish) ? [{ count: 3, each: cassandraCopyPodSize, claims: 1 }] : [];
  const setup = { count: 1, each: setupSize, claims: 0 };
  return [{ count: cassandraNodes(wish), each: node, claims: 1 }, setup, ...repair, ...jobs];
}

/** Nodes, the Job that makes collections, the one that looks for lost copies, and those that copy to a bucket. */
function qdrantPods(wish: QdrantWish, each: Capacity): StorePods[] {
  return [
    { count: wish.nodes, each, claims: 1 },
    { count: 2, each: setupSize, claims: 0 },
    ...copyPods(wish, decideTrialSize(each)),
  ];
}

/** Nodes, what operates them, and what brings messages from elsewhere. */
/** Servers with what stands beside each, and the Job that puts them together. */
function redisPods(wish: RedisWish, each: Capacity): StorePods[] {
  const { shards, replicasPerShard } = wish;
  const { cpu, memoryGiB } = redisAsideSize;
  const server = { cpu: each.cpu + cpu, memoryGiB: each.memoryGiB + memoryGiB };
  const sentinel = { cpu: sentinelSize.cpu + cpu, memoryGiB: sentinelSize.memoryGiB + memoryGiB };
  return [
    ...(hasSentinels(wish) ? [{ count: sentinelCount, each: sentinel, claims: 1 }] : []),
    { count: shards * (1 + replicasPerShard), each: server, claims: 1 },
    { count: 1, each: setupSize, claims: 0 },
  ];
}

function kafkaPods(wish: KafkaWish, each: Capacity): StorePods[] {
  const { brokers } = wish;
  const entityOperator = { count: 1, each: entityOperatorSize, claims: 0 };
  const sources = decideSourcePods(wish);
  if (brokers < 3) return [{ count: 1, each, claims: 1 }, entityOperator, exporterPod, ...sources];
  return [
    ...sources,
    { count: brokers, each, claims: 1 },
    { count: controllerCount, each: controllerSize, claims: 1 },
    entityOperator,
    exporterPod,
    // Whatever the cost mode: another one shall find room.
    { count: 1, each: balancerSize, claims: 0 },
  ];
}

/** What holds buckets in the cluster, and the Job that makes them. */
const objectServerPods: readonly StorePods[] = [
  {
    count: 1,
    each: {
      cpu: objectSizes.server.cpu + objectSizes.deleter.cpu,
      memoryGiB: objectSizes.server.memoryGiB + objectSizes.deleter.memoryGiB,
    },
    claims: 1,
  },
  { count: 1, each: setupSize, claims: 0 },
];

/** Room for what people start by hand: a client, a copy, a look into a volume. */
const byHand = { cpu: 1, memoryGiB: 2, pods: 10, claims: 5 } as const;

/**
 * What the stores' namespace may take: so much that no operator is ever refused a pod. As if each store were a size larger
 * than it is, since one that becomes smaller is replaced pod by pod, while those that wait are larger and the quota is the
 * new one already; and one pod more of each kind, for a server that joins or is set up. Claims are counted twice: they stay
 * when their store goes. Containers that say nothing are people's: those that operators start to help have the store's
 * requests and limits.
 * https://cloudnative-pg.io/documentation/current/resource_management/
 * https://strimzi.io/docs/operators/latest/configuring#con-common-configuration-resources-reference
 */
export function decideStoreLimits(
  { stores }: Pick<Environment, "stores">,
  { bucketsInCluster = false }: { readonly bucketsInCluster?: boolean } = {},
): NamespaceLimits {
  const groups = [
    ...Object.values(stores).flatMap((wish) => [
      ...decideStorePods(wish, largerSize(wish.size)),
      ...decidePoolerPods(wish),
      ...decideSchemaPods(wish),
    ]),
    ...decidePublishers(stores),
    ...(bucketsInCluster ? objectServerPods : []),
  ];
  const sum = (of: (group: StorePods) => number): number =>
    groups.reduce((total, group) => total + (group.count + 1) * of(group), 0);
  const together = quantities({
    cpu: sum(({ each }) => each.cpu) + byHand.cpu,
    memoryGiB: sum(({ each }) => each.memoryGiB) + byHand.memoryGiB,
  });
  return {
    hard: {
      "requests.cpu": together.cpu,
      "requests.memory": together.memory,
      "limits.memory": together.memory,
      pods: String(sum(() => 1) + byHand.pods),
      persistentvolumeclaims: String(2 * sum(({ claims }) => claims) + byHand.claims),
      ...decideDoorRoom({ stores }),
    },
    // Nothing about ephemeral storage: a default would also bind servers, which say nothing about it, and be their end
    // when a log or a temporary file outgrows it.
    containers: {
      type: "Container",
      defaultRequest: { cpu: "50m", memory: "128Mi" },
      default: { memory: "256Mi" },
    },
  };
}
