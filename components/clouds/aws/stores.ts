import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { CloudStores } from "../../cloud.ts";
import type { KeyspacesDoor } from "./network/keyspaces-door.ts";
import type { SecondaryRegion } from "./secondary.ts";
import type { AwsSettings } from "./settings.ts";
import { AwsCassandra, type AwsCassandraTransforms } from "./databases/cassandra/cassandra.ts";
import { AwsKafka, type AwsKafkaTransforms } from "./messaging/kafka.ts";
import { AwsRabbitmq, type AwsRabbitmqTransforms } from "./messaging/rabbitmq.ts";
import { AwsMongodb, type AwsMongodbTransforms } from "./databases/mongodb/mongodb.ts";
import { AwsMysql, type AwsMysqlTransforms } from "./databases/mysql/mysql.ts";
import { AwsPostgres, type AwsPostgresTransforms } from "./databases/postgres/postgres.ts";
import { AwsRedis, type AwsRedisTransforms } from "./databases/redis/redis.ts";
import { AwsWarehouse, type AwsWarehouseTransforms } from "./databases/warehouse/warehouse.ts";

/** What a caller may change on the resources of this cloud's stores, by component. */
export interface AwsStoreTransforms {
  readonly postgres?: AwsPostgresTransforms;
  readonly mysql?: AwsMysqlTransforms;
  readonly redis?: AwsRedisTransforms;
  readonly mongodb?: AwsMongodbTransforms;
  readonly cassandra?: AwsCassandraTransforms;
  readonly kafka?: AwsKafkaTransforms;
  readonly rabbitmq?: AwsRabbitmqTransforms;
  readonly warehouse?: AwsWarehouseTransforms;
}

/** What all stores of an environment share. */
export interface AwsStoreParts {
  readonly settings: AwsSettings;
  readonly secondary: SecondaryRegion;
  readonly door: KeyspacesDoor;
  /** Puts the account's boundary on roles. */
  readonly bounded: (opts: ComponentResourceOptions) => ComponentResourceOptions;
}

/** The stores and brokers of AWS. */
export function openAwsStores(
  { settings, secondary, door, bounded }: AwsStoreParts,
  transforms: AwsStoreTransforms,
): CloudStores {
  return {
    postgres: (name, spec, opts) =>
      new AwsPostgres(name, { spec, settings, elsewhere: secondary, transforms: transforms.postgres }, bounded(opts)),
    mysql: (name, spec, opts) =>
      new AwsMysql(name, { spec, settings, elsewhere: secondary, transforms: transforms.mysql }, bounded(opts)),
    redis: (name, spec, opts) => new AwsRedis(name, { spec, transforms: transforms.redis }, opts),
    mongodb: (name, spec, opts) => new AwsMongodb(name, { spec, settings, transforms: transforms.mongodb }, opts),
    cassandra: (name, spec, opts) =>
      new AwsCassandra(name, { spec, settings, door, transforms: transforms.cassandra }, opts),
    kafka: (name, spec, opts) => new AwsKafka(name, { spec, settings, transforms: transforms.kafka }, opts),
    rabbitmq: (name, spec, opts) => new AwsRabbitmq(name, { spec, transforms: transforms.rabbitmq }, opts),
    warehouse: (name, spec, opts) => new AwsWarehouse(name, { spec, settings, transforms: transforms.warehouse }, opts),
  };
}
