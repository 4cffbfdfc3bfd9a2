import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { ManagedKind, StoreWish } from "../../environments/schema/stores/stores.ts";
import { decideSetupCaptures } from "../kit/messaging/kafka/connect/kafka-captures.ts";
import { decideKafkaUsers } from "../kit/messaging/kafka/kafka-users.ts";
import { KafkaSetup } from "./kafka/kafka-setup.ts";
import { MongodbSetup } from "./mongodb/mongodb-setup.ts";
import { MysqlSetup } from "./mysql/mysql-setup.ts";
import { PostgresSetup } from "./postgres/postgres-setup.ts";
import { type DataStoresArgs, loginsOf, type MadeStore } from "./made-store.ts";
import { withSchemas } from "./kafka/with-schemas.ts";
import { pooled } from "./postgres/pooled.ts";
import { createRabbitmq } from "./rabbitmq/create-rabbitmq.ts";

/** What is inside of a store that the cloud made. */
export function createManaged(
  name: string,
  store: string,
  wish: Extract<StoreWish, { kind: ManagedKind }>,
  { environment, surroundings, namespace, managed, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): MadeStore {
  const common = { store, surroundings, namespace };
  const logins = loginsOf(environment, store);
  switch (wish.kind) {
    case "postgres": {
      const server = madeByCloud(store, managed?.postgres);
      const captures = decideSetupCaptures(environment.stores, store);
      const setup = new PostgresSetup(name, { ...common, wish, logins, captures, server }, opts);
      return { ...pooled(name, setup, { ...common, wish, ...args }, opts), servers: setup.made };
    }
    case "mysql":
      return new MysqlSetup(name, { ...common, wish, logins, server: madeByCloud(store, managed?.mysql) }, opts);
    case "kafka": {
      const { access, admin } = madeByCloud(store, managed?.kafka);
      const users = decideKafkaUsers(environment, store);
      const made =
        admin === undefined ? { access } : new KafkaSetup(name, { ...common, wish, users, access, admin }, opts);
      return withSchemas(name, made, { ...common, ...args, wish, environment }, opts);
    }
    case "mongodb":
      return new MongodbSetup(name, { ...common, wish, logins, cluster: madeByCloud(store, managed?.mongodb) }, opts);
    case "rabbitmq":
      return createRabbitmq(
        name,
        { ...common, wish, broker: madeByCloud(store, managed?.rabbitmq) },
        environment,
        opts,
      );
    case "redis":
      return madeByCloud(store, managed?.redis);
    case "cassandra":
      return madeByCloud(store, managed?.cassandra);
    default:
      return wish satisfies never;
  }
}

function madeByCloud<T>(store: string, stores: Readonly<Record<string, T>> | undefined): T {
  const found = stores?.[store];
  if (found === undefined) throw new Error(`store ${store} is managed, but the cloud made none`);
  return found;
}
