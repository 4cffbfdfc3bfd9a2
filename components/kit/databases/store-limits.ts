import type { Environment } from "../../../environments/schema/environment.ts";
import type { Size } from "../../../environments/schema/names.ts";
import type { KafkaWish, StoreWish } from "../../../environments/schema/stores.ts";
import { controllerCount, controllerSize, entityOperatorSize } from "../messaging/kafka.ts";
import type { NamespaceLimits } from "../limits.ts";
import { decidePoolers, mostPoolerPods, poolerSize } from "./postgres-pooler.ts";
import { isPersistent } from "./redis.ts";
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
      // One for data and one for the log of writes.
      return [{ count: 1 + wish.replicas, each, claims: 2 }];
    case "kafka":
      return kafkaPods(wish, each);
    case "redis":
      // One to remember who it is in the cluster.
      return [{ count: wish.shards * (1 + wish.replicasPerShard), each, claims: isPersistent(wish) ? 2 : 1 }];
    default:
      return wish satisfies never;
  }
}

function kafkaPods({ brokers }: KafkaWish, each: Capacity): StorePods[] {
  const entityOperator = { count: 1, each: entityOperatorSize, claims: 0 };
  if (brokers < 3) return [{ count: 1, each, claims: 1 }, entityOperator];
  return [
    { count: brokers, each, claims: 1 },
    { count: controllerCount, each: controllerSize, claims: 1 },
    entityOperator,
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
