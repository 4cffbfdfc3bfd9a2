import type { Environment } from "../../../../environments/schema/environment.ts";
import type { InClusterWish } from "../../../../environments/schema/stores/stores.ts";
import { decideQueues } from "../../messaging/rabbitmq/rabbitmq.ts";
import type { Surroundings } from "../../surroundings.ts";
import type { StoreWatch } from "./store-watch.ts";
import { watchCassandra } from "./watch-cassandra.ts";
import { watchClickhouse } from "./watch-clickhouse.ts";
import { watchInfluxdb } from "./watch-influxdb.ts";
import { watchKafka } from "./watch-kafka.ts";
import { watchMongodb } from "./watch-mongodb.ts";
import { watchMysql } from "./watch-mysql.ts";
import { watchPostgres } from "./watch-postgres.ts";
import { watchQdrant } from "./watch-qdrant.ts";
import { watchRabbitmq } from "./watch-rabbitmq.ts";
import { watchRedis } from "./watch-redis.ts";

/** What is watched of a store in the cluster. Names of numbers are those of its own exporter, whose source each kind's file links to. */
export function decideStoreWatch(
  store: string,
  wish: InClusterWish,
  environment: Pick<Environment, "domains" | "stores">,
  surroundings: Pick<Surroundings, "costMode" | "tier">,
): StoreWatch {
  switch (wish.kind) {
    case "cassandra":
      return watchCassandra(store, wish);
    case "clickhouse":
      return watchClickhouse(store, wish);
    case "kafka":
      return watchKafka(store, wish, surroundings);
    case "influxdb":
      return watchInfluxdb(store, wish);
    case "mongodb":
      return watchMongodb(store, wish);
    case "mysql":
      return watchMysql(store, wish);
    case "postgres":
      return watchPostgres(store, wish);
    case "qdrant":
      return watchQdrant(store, wish);
    case "rabbitmq":
      return watchRabbitmq(store, wish, decideQueues(environment, store));
    case "redis":
      return watchRedis(store, wish);
    default:
      return wish satisfies never;
  }
}
