import { isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, Key, Login, ManagedKafkaSpec, ManagedRedisSpec, Network } from "../../cloud.ts";
import { decideServiceUsers } from "../../kit/databases/redis/redis-users.ts";
import type { Topic } from "../../kit/messaging/kafka/kafka-topics.ts";
import type { Acl, KafkaUserDecision } from "../../kit/messaging/kafka/kafka-users.ts";
import type { Tags } from "../../kit/tags.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key by whether it is there. */
type Change<S> = Partial<Omit<S, "network" | "key">> & { readonly network?: string; readonly key?: boolean };

/** The methods of the contract that make Redis and Kafka, with specs filled in. */
export interface StoresKit {
  redis(change?: Change<ManagedRedisSpec>): Output<unknown>;
  kafka(change?: Change<ManagedKafkaSpec>): Output<unknown>;
}

/** The names that the kit gives to what it makes. */
export const storesNames = { redis: "shop-sessions", kafka: "shop-events" } as const;

/** What specs are filled in with. */
export const storeWishes = {
  redis: {
    kind: "redis",
    placement: "managed",
    size: "large",
    dataClass: "personal",
    purpose: "cache",
    notifications: [],
    shards: 3,
    replicasPerShard: 1,
    storageGiB: 5,
  },
  kafka: {
    kind: "kafka",
    placement: "managed",
    size: "large",
    dataClass: "personal",
    brokers: 3,
    storageGiB: 100,
  },
} as const;

/** A topic that one service writes and another reads. */
export const orders: Topic = { name: "orders.created", partitions: 12, retentionHours: 168, cleanup: "delete" };

/** Rights to a topic. */
export function rightsTo(topic: string, ...operations: Acl["operations"]): Acl {
  return { type: "allow", resource: { type: "topic", name: topic, patternType: "literal" }, operations, host: "*" };
}

/** A service with rights. */
export function userOf(domain: string, service: string, ...acls: Acl[]): KafkaUserDecision {
  return { name: `${domain}-${service}`, domain, service, acls };
}

/** Who writes the topic, and who reads it. */
export const users = [
  userOf("billing", "settle", rightsTo(orders.name, "Describe", "Read")),
  userOf("commerce", "order", rightsTo(orders.name, "Describe", "Write")),
] as const;

/** Who uses a Redis, and may do what. */
const redisUsers = decideServiceUsers([
  { name: "commerce-order", access: "read-write" },
  { name: "commerce-report", access: "read" },
]);

/** Handles that the rest of the kit makes when they are first needed. */
export interface StoreHandles {
  readonly handles: (change: { readonly network?: string; readonly key?: boolean }) => {
    readonly network: Network;
    readonly key: Key | undefined;
  };
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function storesKitOf(cloud: Cloud, { handles, tags }: StoreHandles, opts: ComponentResourceOptions): StoresKit {
  const common = { logDays: 30, tags, protect: true };
  return {
    redis(change = {}) {
      const spec = { wish: storeWishes.redis, users: redisUsers, ...common, ...change, ...handles(change) };
      const { access } = cloud.redis(storesNames.redis, spec, opts);
      const logins = Object.values(access.logins);
      return output({ access, secret: Promise.all(logins.map(({ password }) => isSecret(password))) });
    },
    kafka(change = {}) {
      const spec = { wish: storeWishes.kafka, topics: [orders], users, ...common, ...change, ...handles(change) };
      const { access, admin } = cloud.kafka(storesNames.kafka, spec, opts);
      const logins: Login[] = [...Object.values(access.logins), ...(admin === undefined ? [] : [admin])];
      return output({ access, admin, secret: Promise.all(logins.map(({ password }) => isSecret(password))) });
    },
  };
}
