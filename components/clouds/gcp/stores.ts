import type { CloudStores } from "../../cloud.ts";
import { refusals } from "../refuse.ts";
import type { Apis } from "./account/services.ts";
import { gcpCapabilities } from "./capabilities.ts";
import type { GcpSettings } from "./settings.ts";
import { GcpKafka, type GcpKafkaTransforms } from "./messaging/kafka.ts";
import { GcpMysql, type GcpMysqlTransforms } from "./databases/mysql.ts";
import { GcpPostgres, type GcpPostgresTransforms } from "./databases/postgres.ts";
import { GcpWarehouse, type GcpWarehouseTransforms } from "./databases/warehouse.ts";

/** What a caller may change on the resources of this cloud's stores, by component. */
export interface GcpStoreTransforms {
  readonly postgres?: GcpPostgresTransforms;
  readonly mysql?: GcpMysqlTransforms;
  readonly kafka?: GcpKafkaTransforms;
  readonly warehouse?: GcpWarehouseTransforms;
}

/** What all stores of an environment share. */
export interface GcpStoreParts {
  readonly apis: Apis;
  readonly settings: GcpSettings;
}

const refuse = refusals("gcp", gcpCapabilities);

/** The stores and brokers of Google Cloud. */
export function openGcpStores({ apis, settings }: GcpStoreParts, transforms: GcpStoreTransforms): CloudStores {
  return {
    postgres: (name, spec, opts) =>
      new GcpPostgres(name, { apis, spec, settings, transforms: transforms.postgres }, opts),
    mysql: (name, spec, opts) =>
      spec.wish.engine === "mariadb"
        ? refuse("stores.mariadb.managed", "managed MariaDB")
        : new GcpMysql(name, { apis, spec, settings, transforms: transforms.mysql }, opts),
    redis: () => refuse("stores.redis.managed", "managed Redis"),
    mongodb: () => refuse("stores.mongodb.managed", "a managed store that speaks MongoDB's protocol"),
    cassandra: () => refuse("stores.cassandra.managed", "a managed keyspace"),
    kafka: (name, spec, opts) => new GcpKafka(name, { apis, spec, settings, transforms: transforms.kafka }, opts),
    rabbitmq: () => refuse("stores.rabbitmq.managed", "managed RabbitMQ"),
    warehouse: (name, spec, opts) =>
      new GcpWarehouse(name, { apis, spec, settings, transforms: transforms.warehouse }, opts),
  };
}
