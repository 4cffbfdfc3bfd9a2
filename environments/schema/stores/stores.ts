import { z } from "zod";
import { kafkaSources } from "../messaging/kafka-connect.ts";
import { kafkaOutside } from "../messaging/kafka-outside.ts";
import { dataClass } from "../names.ts";
import { rabbitmq } from "../messaging/rabbitmq.ts";
import { schemas, throughput } from "../messaging/schema-registry.ts";
import { backups, dumps, restoreFrom, restoreFromDump } from "./backups.ts";
import { cassandra } from "./cassandra.ts";
import { clickhouse } from "./clickhouse.ts";
import { influxdb } from "./influxdb.ts";
import { mongodb } from "./mongodb.ts";
import { postgresAvailability } from "./postgres-availability.ts";
import { postgresInside } from "./postgres-inside.ts";
import { qdrant } from "./qdrant.ts";
import { anywhere, pitrDays, replicas, storageGiB } from "./store-fields.ts";

/** PostgreSQL: one primary and its replicas. */
export const postgres = z.strictObject({
  kind: z.literal("postgres").meta({ description: "PostgreSQL." }),
  ...anywhere,
  version: z.enum(["16", "17", "18"]).default("17").meta({ description: "Major version." }),
  replicas,
  ...postgresAvailability,
  storageGiB: storageGiB("Data volume of each server"),
  pitrDays: pitrDays(", where backups have a place to go."),
  backups: backups.optional(),
  restoreFrom: restoreFrom.optional(),
  secondaryRegion: z.boolean().optional().meta({
    description:
      "Keep a server in cloud.regions.secondary that follows this one and can take its place, for a managed store. - behaviour: none.",
  }),
  ...postgresInside,
  pooling: z.enum(["transaction", "session"]).optional().meta({
    description:
      "Let services share a few connections through a pooler in the cluster. transaction: a connection is theirs for each transaction, so nothing may outlast one: no SET, LISTEN, advisory lock, temporary table, SQL PREPARE or WITH HOLD cursor of a session (statements that a driver prepares work), and none may idle for ten minutes; session: for as long as they stay connected. - behaviour: services connect to the servers.",
  }),
});

/** MySQL or MariaDB: one primary and its replicas. In the cluster it is MariaDB. */
export const mysql = z.strictObject({
  kind: z.literal("mysql").meta({ description: "MySQL, or MariaDB by its engine." }),
  engine: z.enum(["mysql", "mariadb"]).default("mysql").meta({
    description:
      "Which of the two. They are no longer the same: a server of one can't become the other's. In the cluster there is mariadb only.",
  }),
  ...anywhere,
  version: z.enum(["8.4", "11.4", "11.8"]).optional().meta({
    description: "Version with long support: 8.4 of mysql, 11.4 or 11.8 of mariadb. - behaviour: the engine's newest.",
  }),
  replicas,
  storageGiB: storageGiB("Data volume of each server"),
  pitrDays: pitrDays(", of a managed store: in the cluster to any night of the days that backups are kept."),
  backups: dumps.optional(),
  restoreFrom: restoreFromDump.optional(),
  secondaryRegion: z.boolean().optional().meta({
    description:
      "Keep a server in cloud.regions.secondary that follows this one and can take its place, for a managed store. - behaviour: none.",
  }),
});

/** Kafka in KRaft mode: controllers and brokers over the zones. */
export const kafka = z.strictObject({
  kind: z.literal("kafka").meta({ description: "Kafka." }),
  ...anywhere,
  brokers: z.int().min(1).max(30).default(3).meta({ description: "1 for a laptop, else 3 or more." }),
  storageGiB: storageGiB("Log volume of each broker"),
  schemas: schemas.optional().meta({
    description:
      "Run a registry of schemas in the cluster, by Confluent's API, for topics that say schema. - behaviour: none.",
  }),
  throughput: throughput
    .optional()
    .meta({ description: "How fast services may be at each broker, in the cluster. - behaviour: no limits." }),
  ...kafkaSources,
  outside: kafkaOutside.optional().meta({
    description:
      "Let Kafkas of environments whose networks are joined with this one read topics of this one, which is in the cluster. Each broker gets a load balancer with a private address. - behaviour: nothing outside of the cluster reaches it.",
  }),
});

/** Redis: a cluster of shards, each a leader with followers; or one of them, whose leader sentinels choose. In the cluster it is Valkey. */
export const redis = z.strictObject({
  kind: z.literal("redis").meta({ description: "Redis; in the cluster it is Valkey." }),
  ...anywhere,
  purpose: z.enum(["cache", "session", "rate-limit"]).default("cache").meta({
    description:
      "What it holds: decides eviction and persistence. cache: least used go first; session: nothing is evicted and writes are logged.",
  }),
  notifications: z
    .array(z.enum(["expired", "evicted", "deleted", "written"]))
    .max(4)
    .readonly()
    .default([])
    .meta({
      description:
        "What is told about keys, on channels `__keyevent@0__:<event>`, for programs that keep copies: expired, evicted for want of memory, deleted or renamed, written. Each server tells of its own keys, to who listens just then. - behaviour: nothing.",
    }),
  mode: z.enum(["cluster", "sentinel"]).optional().meta({
    description:
      "How clients find who takes writes. cluster: they speak the cluster protocol. sentinel: there is one leader, of whom they ask three sentinels; for clients that know no clusters, in the cluster only, with shards: 1. Can't be changed later. - behaviour: cluster.",
  }),
  shards: z
    .int()
    .min(1)
    .max(30)
    .default(3)
    .meta({ description: "Leaders that share the key space. At least 3; 1 with mode: sentinel." }),
  replicasPerShard: z.int().min(0).max(3).default(1).meta({ description: "Followers of each leader." }),
  storageGiB: z.int().min(1).max(1024).default(5).meta({ description: "Volume of each server in GiB." }),
});

/** A store or broker by kind. */
export const store = z.discriminatedUnion("kind", [
  postgres,
  mysql,
  kafka,
  redis,
  cassandra,
  clickhouse,
  mongodb,
  rabbitmq,
  qdrant,
  influxdb,
]);

/** A private bucket. */
export const bucket = z.strictObject({
  dataClass: dataClass.default("internal"),
  retentionDays: z
    .int()
    .min(0)
    .max(3650)
    .default(0)
    .meta({ description: "Days in which an object can't be deleted or overwritten. 0: no lock." }),
  coldAfterDays: z
    .int()
    .min(1)
    .max(3650)
    .optional()
    .meta({ description: "Days after which objects move to cheaper storage. - behaviour: they don't." }),
  deleteAfterDays: z
    .int()
    .min(1)
    .max(36500)
    .optional()
    .meta({ description: "Days after which objects are deleted. - behaviour: they aren't." }),
  keepVersions: z.int().min(1).max(100).default(5).meta({ description: "Earlier versions kept of each object." }),
  accessLogs: z.boolean().optional().meta({
    description:
      "Write down who reads and writes objects. - behaviour: in production for confidential and personal data, where the cloud can.",
  }),
  replicate: z.boolean().optional().meta({
    description:
      "Copy every object to a bucket in cloud.regions.secondary, under a key of that region. - behaviour: no copy.",
  }),
});

export type PostgresWish = z.infer<typeof postgres>;
export type MysqlWish = z.infer<typeof mysql>;
export type KafkaWish = z.infer<typeof kafka>;
export type RedisWish = z.infer<typeof redis>;
export type StoreWish = z.infer<typeof store>;
/** A store in the cluster, by an operator or by servers of the kit's own; all others are the cloud's own service only. */
export type InClusterWish = Exclude<StoreWish, { placement: "managed" }>;
/** A kind of it. */
export type InClusterKind = InClusterWish["kind"];
/** A kind that a cloud can have as a service of its own. */
export type ManagedKind = Exclude<StoreWish, { placement: "in-cluster" }>["kind"];
export type BucketWish = z.infer<typeof bucket>;
