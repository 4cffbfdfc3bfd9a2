import type { ManagedStores, Network } from "../../components/cloud.ts";
import { decideAddresses } from "../../components/kit/network/addresses.ts";
import { decideBackupDays } from "../../components/kit/databases/backups.ts";
import { decideKeyspace } from "../../components/kit/databases/cassandra/cassandra.ts";
import { consumersOf } from "../../components/kit/workloads/consumers.ts";
import { decideLogReading } from "../../components/kit/databases/postgres/postgres-captures.ts";
import { decideStandby } from "../../components/kit/databases/postgres/postgres-durability.ts";
import { decideRedisLogins } from "../../components/kit/databases/redis/redis-logins.ts";
import { decideServiceUsers } from "../../components/kit/databases/redis/redis-users.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideCaptureLogins } from "../../components/kit/messaging/kafka/connect/kafka-captures.ts";
import { decideTopics } from "../../components/kit/messaging/kafka/kafka-topics.ts";
import { decideKafkaUsers } from "../../components/kit/messaging/kafka/kafka-users.ts";
import { eachManaged } from "../../components/kit/databases/managed-stores.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { MysqlWish, PostgresWish, StoreWish } from "../../environments/schema/stores/stores.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What managed stores are made from. */
export interface StoreParts {
  readonly network: Network;
  readonly keys: Keys;
  /** Of the second region. */
  readonly secondaryKeys: Keys;
}

/** The stores whose placement is managed. */
export function createManagedStores(
  { name, environment, cloud, opts }: Place,
  { network, keys, secondaryKeys }: StoreParts,
): ManagedStores {
  const { stores, protect } = environment;
  const addresses = decideAddresses(environment.network.cidr);
  const { standby: highlyAvailable, logDays } = decideSpending(environment);
  const common = ({ dataClass }: StoreWish) => ({
    logDays,
    network,
    key: keys.get(dataClass),
    tags: decideTags(environment, dataClass),
    protect,
  });
  const server = (wish: PostgresWish | MysqlWish) => ({
    highlyAvailable: wish.kind === "postgres" ? decideStandby(wish, environment) : highlyAvailable,
    backupDays: decideBackupDays(environment, wish),
    secondary: wish.secondaryRegion === true ? { key: secondaryKeys.get(wish.dataClass), addresses } : undefined,
    ...common(wish),
  });
  return {
    postgres: eachManaged(stores, "postgres", (store, wish) =>
      cloud.postgres(`${name}-${store}`, { wish, ...readingOf(stores, store, wish), ...server(wish) }, opts),
    ),
    mysql: eachManaged(stores, "mysql", (store, wish) =>
      cloud.mysql(`${name}-${store}`, { wish, ...server(wish) }, opts),
    ),
    kafka: eachManaged(stores, "kafka", (store, wish) => {
      const inside = { topics: decideTopics(environment, store), users: decideKafkaUsers(environment, store) };
      return cloud.kafka(`${name}-${store}`, { wish, ...inside, ...common(wish) }, opts);
    }),
    cassandra: eachManaged(stores, "cassandra", (store, wish) => {
      const keyspace = decideKeyspace(environment.name, store);
      const users = consumersOf(environment, store);
      const spec = { wish, keyspace, users, backupDays: decideBackupDays(environment), ...common(wish) };
      return cloud.cassandra(`${name}-${store}`, spec, opts);
    }),
    mongodb: eachManaged(stores, "mongodb", (store, wish) => {
      const backupDays = decideBackupDays(environment, wish);
      return cloud.mongodb(`${name}-${store}`, { wish, highlyAvailable, backupDays, ...common(wish) }, opts);
    }),
    rabbitmq: eachManaged(stores, "rabbitmq", (store, wish) => {
      const spec = { wish, network, tags: decideTags(environment, wish.dataClass), protect };
      return cloud.rabbitmq(`${name}-${store}`, spec, opts);
    }),
    redis: eachManaged(stores, "redis", (store, wish) =>
      cloud.redis(`${name}-${store}`, { wish, users: redisUsersOf(environment, store), ...common(wish) }, opts),
    ),
  };
}

/** Who logs in to a Redis, with the rights that it would have in the cluster. */
function redisUsersOf(environment: Place["environment"], store: string) {
  return decideServiceUsers(decideRedisLogins(environment, store));
}

/** Who captures tables of a server; for nobody it is as it always was. */
function readingOf(stores: Place["environment"]["stores"], store: string, wish: PostgresWish) {
  const logReading = decideLogReading(wish, decideCaptureLogins(stores, store).length);
  return logReading === undefined ? {} : { logReading };
}
