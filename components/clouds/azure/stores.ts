import type { CloudStores } from "../../cloud.ts";
import { refusals } from "../refuse.ts";
import type { ResourceGroup } from "./account/resource-group.ts";
import type { ServiceLogs } from "./account/service-logs.ts";
import { azureCapabilities } from "./capabilities.ts";
import type { PrivateDoors } from "./network/private-link.ts";
import type { Identities } from "./rights/identity.ts";
import type { AzureSettings } from "./settings.ts";
import { AzureCassandra, type AzureCassandraTransforms } from "./databases/cassandra/cassandra.ts";
import { AzureKafka, type AzureKafkaTransforms } from "./messaging/kafka.ts";
import { AzureMongodb, type AzureMongodbTransforms } from "./databases/mongodb/mongodb.ts";
import { AzureMysql, type AzureMysqlTransforms } from "./databases/mysql/mysql.ts";
import { AzurePostgres, type AzurePostgresTransforms } from "./databases/postgres/postgres.ts";
import { AzureRedis, type AzureRedisTransforms } from "./databases/redis/redis.ts";
import { AzureWarehouse, type AzureWarehouseTransforms } from "./databases/warehouse/warehouse.ts";

/** What a caller may change on the resources of this cloud's stores, by component. */
export interface AzureStoreTransforms {
  readonly postgres?: AzurePostgresTransforms;
  readonly mysql?: AzureMysqlTransforms;
  readonly redis?: AzureRedisTransforms;
  readonly mongodb?: AzureMongodbTransforms;
  readonly cassandra?: AzureCassandraTransforms;
  readonly kafka?: AzureKafkaTransforms;
  readonly warehouse?: AzureWarehouseTransforms;
}

/** What all stores of an environment share. */
export interface AzureStoreParts {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly settings: AzureSettings;
  readonly logs: ServiceLogs;
  readonly doors: PrivateDoors;
}

const refuse = refusals("azure", azureCapabilities);

/** The stores and brokers of Azure. */
export function openAzureStores(parts: AzureStoreParts, transforms: AzureStoreTransforms): CloudStores {
  return {
    postgres: (name, spec, opts) => new AzurePostgres(name, { ...parts, spec, transforms: transforms.postgres }, opts),
    mysql: (name, spec, opts) =>
      spec.wish.engine === "mariadb"
        ? refuse("stores.mariadb.managed", "managed MariaDB")
        : new AzureMysql(name, { ...parts, spec, transforms: transforms.mysql }, opts),
    redis: (name, spec, opts) => new AzureRedis(name, { ...parts, spec, transforms: transforms.redis }, opts),
    mongodb: (name, spec, opts) => new AzureMongodb(name, { ...parts, spec, transforms: transforms.mongodb }, opts),
    cassandra: (name, spec, opts) =>
      new AzureCassandra(name, { ...parts, spec, transforms: transforms.cassandra }, opts),
    kafka: (name, spec, opts) => new AzureKafka(name, { ...parts, spec, transforms: transforms.kafka }, opts),
    rabbitmq: () => refuse("stores.rabbitmq.managed", "managed RabbitMQ"),
    warehouse: (name, spec, opts) =>
      new AzureWarehouse(name, { ...parts, spec, transforms: transforms.warehouse }, opts),
  };
}
