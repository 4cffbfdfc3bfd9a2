import type { KafkaWish, RedisWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedKafkaSpec, ManagedRedisSpec } from "../../cloud.ts";
import type { RedisUser } from "../../kit/databases/redis/redis-users.ts";
import type { Topic } from "../../kit/messaging/kafka/kafka-topics.ts";
import type { KafkaUserDecision } from "../../kit/messaging/kafka/kafka-users.ts";
import type { Asked, Pair } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { orders, rightsTo, storeWishes, userOf } from "./stores-kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

type Others<W> = { readonly [F in keyof W]-?: Pick<W, F> };

const otherCaches: Others<Omit<RedisWish, "kind" | "placement" | "dataClass" | "volumes" | "mode">> = {
  size: { size: "medium" },
  purpose: { purpose: "session" },
  notifications: { notifications: ["expired"] },
  shards: { shards: 4 },
  replicasPerShard: { replicasPerShard: 0 },
  storageGiB: { storageGiB: 10 },
};

const firstRedisUser: RedisUser = { name: "commerce-order", rules: "~* +@read" };

/** Used by one alone, and by another one. */
function redisUsedBy(other: RedisUser): Pair {
  return [(kit) => kit.redis({ users: [firstRedisUser] }), (kit) => kit.redis({ users: [other] })];
}

/** A Redis cluster's fields. */
export const redis: Asked<ManagedRedisSpec> = {
  wish: Object.fromEntries(
    Object.entries(otherCaches).map(([field, other]): [string, Build] => [
      `wish.${field}`,
      (kit) => kit.redis({ wish: { ...storeWishes.redis, ...other } }),
    ]),
  ),
  users: {
    "users.name": redisUsedBy({ ...firstRedisUser, name: "commerce-settle" }),
    "users.rules": redisUsedBy({ ...firstRedisUser, rules: "~cart:* +@read" }),
  },
  logDays: { logDays: (kit) => kit.redis({ logDays: 365 }) },
  network: { network: (kit) => kit.redis({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.redis({ key: false }) },
  tags: { tags: (kit) => kit.redis({ tags: otherTags }) },
  protect: { protect: (kit) => kit.redis({ protect: false }) },
};

const otherBrokers: Others<
  Omit<
    KafkaWish,
    // What is beside a Kafka is for stores in the cluster.
    | "kind"
    | "placement"
    | "dataClass"
    | "volumes"
    | "captures"
    | "connectors"
    | "mirrors"
    | "outside"
    | "workerSize"
    | "schemas"
    | "throughput"
  >
> = {
  size: { size: "xlarge" },
  brokers: { brokers: 6 },
  storageGiB: { storageGiB: 200 },
};

const holding =
  (change: Partial<Topic>): Build =>
  (kit) =>
    kit.kafka({ topics: [{ ...orders, ...change }] });

const usedBy =
  (user: KafkaUserDecision): Build =>
  (kit) =>
    kit.kafka({ users: [user] });

const writer = userOf("commerce", "order", rightsTo(orders.name, "Write"));

/** Fields of Kafka, of its topics and of its users. */
export const kafka: Asked<ManagedKafkaSpec> = {
  wish: Object.fromEntries(
    Object.entries(otherBrokers).map(([field, other]): [string, Build] => [
      `wish.${field}`,
      (kit) => kit.kafka({ wish: { ...storeWishes.kafka, ...other } }),
    ]),
  ),
  topics: {
    "topics.name": holding({ name: "orders.settled" }),
    "topics.partitions": holding({ partitions: 24 }),
    "topics.retentionHours": holding({ retentionHours: 24 }),
    "topics.cleanup": holding({ cleanup: "compact" }),
    "topics.retentionGiB": holding({ retentionGiB: 24 }),
    "topics.maxMessageKiB": holding({ maxMessageKiB: 512 }),
  },
  users: {
    "users.name": [usedBy(writer), usedBy({ ...writer, name: "commerce-report", service: "report" })],
    "users.acls": [usedBy(writer), usedBy({ ...writer, acls: [rightsTo(orders.name, "Read")] })],
  },
  logDays: { logDays: (kit) => kit.kafka({ logDays: 365 }) },
  network: { network: (kit) => kit.kafka({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.kafka({ key: false }) },
  tags: { tags: (kit) => kit.kafka({ tags: otherTags }) },
  protect: { protect: (kit) => kit.kafka({ protect: false }) },
};
