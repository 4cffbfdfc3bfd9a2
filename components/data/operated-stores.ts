import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { InClusterWish, PostgresWish } from "../../environments/schema/stores/stores.ts";
import { decideSourceTopics } from "../kit/messaging/kafka/connect/kafka-sources.ts";
import { decideTopics } from "../kit/messaging/kafka/kafka-topics.ts";
import { decideDeviceTopics } from "../kit/messaging/rabbitmq/device-bridge.ts";
import type { PostgresAccess } from "../cloud.ts";
import { decideCaptureLogins } from "../kit/messaging/kafka/connect/kafka-captures.ts";
import { decideKafkaUsers } from "../kit/messaging/kafka/kafka-users.ts";
import { isCopiedStore } from "../kit/databases/copied-stores.ts";
import { decideStorageClass } from "../kit/cluster/storage-classes.ts";
import { decideStoreDoors } from "../kit/network/doors.ts";
import { decideDatabase } from "../kit/databases/postgres/postgres-backups.ts";
import { follows } from "../kit/databases/postgres/twin.ts";
import { pooled } from "./postgres/pooled.ts";
import { CassandraCluster, type CassandraClusterArgs } from "./cassandra/cassandra-cluster.ts";
import { CassandraSetup } from "./cassandra/cassandra-setup.ts";
import { KafkaCluster, type KafkaClusterArgs } from "./kafka/kafka-cluster.ts";
import { MariadbBackups, type MariadbBackupsArgs } from "./mysql/mariadb-backups.ts";
import { MariadbCluster, type MariadbClusterArgs } from "./mysql/mariadb-cluster.ts";
import { MongodbCluster, type MongodbClusterArgs } from "./mongodb/mongodb-cluster.ts";
import { hasDocumentJobs, MongodbCopies } from "./mongodb/mongodb-copies.ts";
import { MongodbSetup } from "./mongodb/mongodb-setup.ts";
import { MysqlSetup } from "./mysql/mysql-setup.ts";
import { createOwn, isOwn } from "./own-stores.ts";
import { PostgresCluster } from "./postgres/postgres-cluster.ts";
import { PostgresSetup } from "./postgres/postgres-setup.ts";
import { RabbitmqCluster, type RabbitmqClusterArgs } from "./rabbitmq/rabbitmq-cluster.ts";
import { type DataStoresArgs, loginsOf, type MadeStore, signerOf } from "./made-store.ts";
import { withSchemas } from "./kafka/with-schemas.ts";
import { createRabbitmq } from "./rabbitmq/create-rabbitmq.ts";

/** A store in the cluster: servers by an operator or by the kit, and what is inside of them. */
export function createInCluster(
  name: string,
  store: string,
  wish: InClusterWish,
  { environment, namespace, operators, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): MadeStore {
  const surroundings = { ...args.surroundings, storageClass: decideStorageClass(wish, args.surroundings) };
  const place = { store, surroundings, namespace, authority: signerOf(store, args) };
  if (isOwn(wish)) return createOwn(name, wish, { ...place, places: args.backups }, environment, opts);
  const operator = operators[wish.kind];
  if (operator === undefined) throw new Error(`store ${store} is a ${wish.kind}, whose operator isn't there`);
  const common = { ...place, operator };
  switch (wish.kind) {
    case "postgres": {
      const captures = decideCaptureLogins(environment.stores, store);
      const servers = new PostgresCluster(
        name,
        { ...common, wish, captures, backups: args.backups, secretValue: args.secretValue },
        opts,
      );
      if (follows(wish, surroundings.tags.environment))
        return { access: accessOfFollower(store, wish, servers), servers };
      const inside = { store, wish, surroundings, namespace, logins: loginsOf(environment, store) };
      const setup = new PostgresSetup(`${name}-setup`, { ...inside, server: servers.server }, opts);
      return { ...pooled(name, setup, { ...common, wish }, opts), servers };
    }
    case "kafka":
      return createKafka(name, { ...common, wish, secretValue: args.secretValue }, environment, opts);
    case "cassandra":
      return createCassandra(name, { ...common, wish, places: args.backups }, environment, opts);
    case "mongodb":
      return createMongodb(name, { ...common, wish, backups: args.backups }, environment, opts);
    case "mysql":
      return createMariadb(name, { ...common, wish, places: args.backups }, environment, opts);
    case "rabbitmq":
      return createBrokers(name, { ...common, wish, doors: decideStoreDoors(store, environment) }, environment, opts);
    default:
      return wish satisfies never;
  }
}

/** Brokers with topics and users, what leads to them from outside, and a registry of schemas where there are some. */
function createKafka(
  name: string,
  args: Omit<KafkaClusterArgs, "topics" | "users" | "doors">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MadeStore {
  const { store, wish } = args;
  const topics = [
    ...decideTopics(environment, store),
    ...decideSourceTopics(store, wish, environment.stores),
    ...decideDeviceTopics(environment.stores, store),
  ];
  const users = decideKafkaUsers(environment, store);
  const doors = decideStoreDoors(store, environment);
  const servers = new KafkaCluster(name, { ...args, doors, topics, users }, opts);
  const { access } = withSchemas(name, servers, { ...args, environment }, opts);
  return { access, servers, outside: servers.outside };
}

/** Nobody logs in to what follows another environment's servers: passwords are those of over there. */
function accessOfFollower(store: string, wish: PostgresWish, { server }: PostgresCluster): PostgresAccess {
  const { readWrite, readOnly, authorities, proof } = server;
  const database = decideDatabase(store, wish);
  return { kind: "postgres", readWrite, readOnly, authorities, proof, database, logins: {} };
}

/** Nodes, and what is inside of them. */
function createCassandra(
  name: string,
  args: CassandraClusterArgs,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): CassandraSetup {
  const { store, wish, surroundings, namespace } = args;
  const { servers } = new CassandraCluster(`${name}-nodes`, args, opts);
  const logins = loginsOf(environment, store);
  return new CassandraSetup(name, { store, wish, logins, servers, surroundings, namespace }, opts);
}

/** A replica set as a cloud would give it, and what is inside of it. */
function createMongodb(
  name: string,
  args: MongodbClusterArgs,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MongodbSetup {
  const { store, wish, surroundings, namespace, backups: places } = args;
  const { cluster: made, authority } = new MongodbCluster(`${name}-members`, args, opts);
  const logins = loginsOf(environment, store);
  const captures = decideCaptureLogins(environment.stores, store).map(({ name: login }) => login);
  const copied = { store, wish, cluster: made, authority, places, surroundings, namespace };
  const cluster = hasDocumentJobs(store, wish, places)
    ? new MongodbCopies(`${name}-copies`, copied, opts).cluster
    : made;
  return new MongodbSetup(name, { store, wish, logins, captures, cluster, authority, surroundings, namespace }, opts);
}

/** Servers as a cloud would give them, and what is inside of them. */
function createMariadb(
  name: string,
  { places, ...args }: MariadbClusterArgs & Pick<MariadbBackupsArgs, "places">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MysqlSetup {
  const { store, wish, surroundings, namespace } = args;
  const captures = decideCaptureLogins(environment.stores, store).map(({ name: login }) => login);
  const isCaptured = captures.length > 0;
  const { server: made, passwords } = new MariadbCluster(`${name}-servers`, { ...args, isCaptured }, opts);
  const logins = loginsOf(environment, store);
  const copied = { store, wish, server: made, passwords, places, surroundings, namespace };
  const server = isCopiedStore(wish) ? new MariadbBackups(`${name}-copies`, copied, opts).server : made;
  return new MysqlSetup(name, { store, wish, logins, captures, server, surroundings, namespace }, opts);
}

/** Brokers as a cloud would give them, and what is inside of them. */
function createBrokers(
  name: string,
  args: RabbitmqClusterArgs,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MadeStore {
  const { store, wish, surroundings, namespace, authority: signer } = args;
  const { broker, deviceKeys, tlsSecret, outside } = new RabbitmqCluster(`${name}-brokers`, args, opts);
  const authority = { certificate: signer.certificate, secretName: tlsSecret };
  const inside = { store, wish, surroundings, namespace, broker, deviceKeys, authority };
  const { access, made } = createRabbitmq(name, inside, environment, opts);
  return { access, servers: made, outside };
}
