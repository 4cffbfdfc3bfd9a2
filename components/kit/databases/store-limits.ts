import type { Environment } from "../../../environments/schema/environment.ts";
import type { Size } from "../../../environments/schema/names.ts";
import type { CassandraWish } from "../../../environments/schema/cassandra.ts";
import type { KafkaWish, MysqlWish, PostgresWish, StoreWish } from "../../../environments/schema/stores.ts";
import { controllerCount, controllerSize, entityOperatorSize } from "../messaging/kafka/kafka.ts";
import { balancerSize } from "../messaging/kafka/kafka-balancer.ts";
import type { NamespaceLimits } from "../limits.ts";
import { cassandraNodes } from "./cassandra/cassandra.ts";
import { cassandraLoggerSize } from "./cassandra/cassandra-cluster.ts";
import { mariadbAgentSize } from "./mysql/mariadb-cluster.ts";
import { mongodbFollowers } from "./mongodb/mongodb.ts";
import { decideCopierSize, isCopied } from "./postgres/postgres-backups.ts";
import { decidePoolers, mostPoolerPods, poolerSize } from "./postgres/postgres-pooler.ts";
import { isPersistent } from "./redis/redis.ts";
import { largerSize, quantities, sizes, type Capacity } from "../sizes.ts";

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
  return decidePoolers(wish).map(() => ({ count: 2 * mostPoolerPods, each: poolerSize, claims: 0 }));
}

/** What a Job that sets up a managed store requests at most. */
export const setupSize: Capacity = { cpu: 0.1, memoryGiB: 0.25 };

/** The pods of a store in the stores' namespace when all of them run: its own, or the Job that sets it up in the cloud. */
export function decideStorePods(wish: StoreWish, size: Size = wish.size): StorePods[] {
  const each = sizes[size];
  if (wish.placement === "managed")
    return wish.kind === "redis" || wish.kind === "cassandra" ? [] : [{ count: 1, each: setupSize, claims: 0 }];
  switch (wish.kind) {
    case "postgres":
      return [postgresPods(wish, size)];
    case "cassandra":
      return cassandraPods(wish, each);
    case "kafka":
      return kafkaPods(wish, each);
    case "mongodb":
      return [
        { count: 1 + mongodbFollowers(wish), each, claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
      ];
    case "mysql":
      return mariadbPods(wish, each);
    case "rabbitmq":
      return [
        { count: wish.brokers, each, claims: 1 },
        { count: 1, each: setupSize, claims: 0 },
      ];
    case "redis":
      // One to remember who it is in the cluster.
      return [{ count: wish.shards * (1 + wish.replicasPerShard), each, claims: isPersistent(wish) ? 2 : 1 }];
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

/** Servers with the agent beside each, the Jobs that read how far a server came when all were down, and the one that sets up what is inside. */
function mariadbPods({ replicas }: MysqlWish, each: Capacity): StorePods[] {
  const setup = { count: 1, each: setupSize, claims: 0 };
  if (replicas === 0) return [{ count: 1, each, claims: 1 }, setup];
  const { cpu, memoryGiB } = mariadbAgentSize;
  const server = { cpu: each.cpu + cpu, memoryGiB: each.memoryGiB + memoryGiB };
  return [{ count: 1 + replicas, each: server, claims: 1 }, { count: 1 + replicas, each, claims: 0 }, setup];
}

/** Nodes with the container beside each that writes its log, and the Job that sets up what is inside. */
function cassandraPods(wish: CassandraWish, each: Capacity): StorePods[] {
  const { cpu, memoryGiB } = cassandraLoggerSize;
  const node = { cpu: each.cpu + cpu, memoryGiB: each.memoryGiB + memoryGiB };
  return [
    { count: cassandraNodes(wish), each: node, claims: 1 },
    { count: 1, each: setupSize, claims: 0 },
  ];
}

function kafkaPods({ brokers }: KafkaWish, each: Capacity): StorePods[] {
  const entityOperator = { count: 1, each: entityOperatorSize, claims: 0 };
  if (brokers < 3) return [{ count: 1, each, claims: 1 }, entityOperator];
  return [
    { count: brokers, each, claims: 1 },
    { count: controllerCount, each: controllerSize, claims: 1 },
    entityOperator,
    // Whatever the cost mode: another one shall find room.
    { count: 1, each: balancerSize, claims: 0 },
  ];
}

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
export function decideStoreLimits({ stores }: Pick<Environment, "stores">): NamespaceLimits {
  const groups = Object.values(stores).flatMap((wish) => [
    ...decideStorePods(wish, largerSize(wish.size)),
    ...decidePoolerPods(wish),
  ]);
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
      "services.loadbalancers": "0",
      "services.nodeports": "0",
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
