import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type {
  ManagedKind,
  OperatedKind,
  OperatedWish,
  PostgresWish,
  StoreWish,
} from "../../environments/schema/stores.ts";
import type { KafkaAccess, ManagedStores, PostgresAccess, StoreAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { consumersOf, type Consumer } from "../kit/workloads/consumers.ts";
import { decideCaptureLogins } from "../kit/messaging/kafka/kafka-captures.ts";
import { decideSourceTopics } from "../kit/messaging/kafka/kafka-sources.ts";
import { decideTopics } from "../kit/messaging/kafka/kafka-topics.ts";
import { decideKafkaUsers } from "../kit/messaging/kafka/kafka-users.ts";
import { decideSchemaUsers, topicsWithSchemas } from "../kit/messaging/kafka/topic-schemas.ts";
import { isCopiedStore } from "../kit/databases/copied-stores.ts";
import { decideStorageClass } from "../kit/cluster/storage-classes.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { CassandraCluster, type CassandraClusterArgs } from "./cassandra/cassandra-cluster.ts";
import { CassandraSetup } from "./cassandra/cassandra-setup.ts";
import { KafkaCluster } from "./kafka/kafka-cluster.ts";
import { KafkaSetup } from "./kafka/kafka-setup.ts";
import { createKafkaSources, type KafkaSourcesArgs } from "./kafka/kafka-sources.ts";
import { SchemaRegistry, type SchemaRegistryArgs } from "./kafka/schema-registry.ts";
import { MariadbBackups, type MariadbBackupsArgs } from "./mysql/mariadb-backups.ts";
import { MariadbCluster, type MariadbClusterArgs } from "./mysql/mariadb-cluster.ts";
import { MongodbCluster, type MongodbClusterArgs } from "./mongodb/mongodb-cluster.ts";
import { MongodbSetup } from "./mongodb/mongodb-setup.ts";
import { MysqlSetup } from "./mysql/mysql-setup.ts";
import { createOwn, isOwn } from "./own-stores.ts";
import type { BackupPlaces } from "./postgres/postgres-backups.ts";
import { decideDatabase } from "../kit/databases/postgres/postgres-backups.ts";
import { follows } from "../kit/databases/postgres/twin.ts";
import { PostgresCluster } from "./postgres/postgres-cluster.ts";
import { PostgresPooler, type PostgresPoolerArgs } from "./postgres/postgres-pooler.ts";
import { PostgresSetup } from "./postgres/postgres-setup.ts";
import { decideBridgeUser, decideDeviceBridge, decideDeviceTopics } from "../kit/messaging/rabbitmq/device-bridge.ts";
import { decideQueues, decideRabbitmqUsers } from "../kit/messaging/rabbitmq/rabbitmq.ts";
import { createDeviceBridges } from "./rabbitmq/device-bridges.ts";
import { RabbitmqCluster, type RabbitmqClusterArgs } from "./rabbitmq/rabbitmq-cluster.ts";
import { RabbitmqSetup, type RabbitmqSetupArgs } from "./rabbitmq/rabbitmq-setup.ts";
import { StoreMonitoring } from "./store-monitoring.ts";
import type { Authority } from "./store-certificate.ts";

/** The stores of an environment, and what makes them. */
export interface DataStoresArgs {
  readonly environment: Pick<Environment, "domains" | "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** By kind: what must be there before a store of it. */
  readonly operators: Readonly<Partial<Record<OperatedKind, Resource>>>;
  /** Who signs the certificates of stores and poolers in the cluster; needed where there are any. - behaviour: nobody. */
  readonly authority?: Authority | undefined;
  /** Where stores in the cluster are copied to, and what does it. - behaviour: they can't be. */
  readonly backups?: BackupPlaces | undefined;
  /** What must be there before stores in the cluster say what is watched of them. - behaviour: they don't. */
  readonly monitoring?: Resource | undefined;
  /** The stores that the cloud made. - behaviour: none. */
  readonly managed?: ManagedStores;
  /** The value of a secret by its name; needed where Kafkas are mirrored. - behaviour: nobody knows any. */
  readonly secretValue?: KafkaSourcesArgs["secretValue"];
}

/** How a store is reached and, where others wait for them, its servers. */
interface MadeStore {
  readonly access: StoreAccess;
  readonly servers?: Resource;
}

/** Every store of an environment: those in the cluster whole, and what is inside of managed ones. */
export class DataStores extends Component {
  static readonly type = "landbridge:data:DataStores";
  /** By name. */
  readonly access: Readonly<Record<string, StoreAccess>>;

  constructor(name: string, args: DataStoresArgs, opts: ComponentResourceOptions) {
    const stores = Object.entries(args.environment.stores).sort(([a], [b]) => (a < b ? -1 : 1));
    super(DataStores.type, name, { stores: stores.map(([store]) => store) }, opts);
    const made = stores.map(([store, wish]): readonly [string, MadeStore] => [
      store,
      wish.placement === "in-cluster"
        ? createWatched(`${name}-${store}`, store, wish, args, { parent: this })
        : createManaged(`${name}-${store}`, store, wish, args, { parent: this }),
    ]);
    this.access = Object.fromEntries(made.map(([store, { access }]) => [store, access]));
    const servers = Object.fromEntries(made.map(([store, one]) => [store, one.servers]));
    createKafkaSources(name, args, servers, { parent: this });
    createDeviceBridges(name, args, Object.fromEntries(made), { parent: this });
    this.registerOutputs({});
  }
}

/** A store in the cluster, and what is watched of it. */
function createWatched(
  name: string,
  store: string,
  wish: OperatedWish,
  args: DataStoresArgs,
  opts: ComponentResourceOptions,
): MadeStore {
  const { environment, surroundings, namespace, monitoring: definitions } = args;
  if (definitions !== undefined) {
    const authority = signerOf(store, args);
    const watched = { store, wish, environment, authority, surroundings, namespace, definitions };
    new StoreMonitoring(`${name}-watch`, watched, opts);
  }
  return createInCluster(name, store, wish, args, opts);
}

function createInCluster(
  name: string,
  store: string,
  wish: OperatedWish,
  { environment, namespace, operators, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): MadeStore {
  const surroundings = { ...args.surroundings, storageClass: decideStorageClass(wish, args.surroundings) };
  const place = { store, surroundings, namespace, authority: signerOf(store, args) };
  if (isOwn(wish)) return createOwn(name, wish, place, environment, opts);
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
    case "kafka": {
      const topics = [
        ...decideTopics(environment, store),
        ...decideSourceTopics(store, wish),
        ...decideDeviceTopics(environment.stores, store),
      ];
      const users = decideKafkaUsers(environment, store);
      const servers = new KafkaCluster(name, { ...common, wish, topics, users }, opts);
      const { access } = withSchemas(name, servers, { ...common, wish, environment }, opts);
      return { access, servers };
    }
    case "cassandra":
      return createCassandra(name, { ...common, wish }, environment, opts);
    case "mongodb":
      return createMongodb(name, { ...common, wish, backups: args.backups }, environment, opts);
    case "mysql":
      return createMariadb(name, { ...common, wish, places: args.backups }, environment, opts);
    case "rabbitmq":
      return createBrokers(name, { ...common, wish }, environment, opts);
    default:
      return wish satisfies never;
  }
}

function createManaged(
  name: string,
  store: string,
  wish: Extract<StoreWish, { kind: ManagedKind }>,
  { environment, surroundings, namespace, managed, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): { readonly access: StoreAccess } {
  const common = { store, surroundings, namespace };
  const logins = loginsOf(environment, store);
  switch (wish.kind) {
    case "postgres": {
      const server = madeByCloud(store, managed?.postgres);
      const setup = new PostgresSetup(name, { ...common, wish, logins, server }, opts);
      return pooled(name, setup, { ...common, wish, ...args }, opts);
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
    case "redis": {
      // A cloud's own has one login, which each service gets.
      const { login, ...access } = madeByCloud(store, managed?.redis).access;
      return { access: { ...access, logins: Object.fromEntries(logins.map(({ name: user }) => [user, login])) } };
    }
    case "cassandra":
      return madeByCloud(store, managed?.cassandra);
    default:
      return wish satisfies never;
  }
}

/** Kafka with a registry of schemas beside it, where topics have some. */
function withSchemas(
  name: string,
  { access }: { readonly access: KafkaAccess },
  args: Pick<SchemaRegistryArgs, "store" | "wish" | "surroundings" | "namespace"> &
    Pick<DataStoresArgs, "environment" | "authority">,
  opts: ComponentResourceOptions,
): { readonly access: KafkaAccess } {
  const { store, wish, surroundings, namespace, environment } = args;
  const { schemas } = wish;
  const topics = topicsWithSchemas(environment, store);
  if (schemas === undefined || topics.length === 0) return { access };
  const asked = { schemas, topics, users: decideSchemaUsers(environment, store), authority: signerOf(store, args) };
  const common = { store, wish, surroundings, namespace };
  const registry = new SchemaRegistry(`${name}-schemas`, { ...common, ...asked, access }, opts);
  return { access: { ...access, schemas: registry.access } };
}

/** Nobody logs in to what follows another environment's servers: passwords are those of over there. */
function accessOfFollower(store: string, wish: PostgresWish, { server }: PostgresCluster): PostgresAccess {
  const { readWrite, readOnly, authorities, proof } = server;
  const database = decideDatabase(store, wish);
  return { kind: "postgres", readWrite, readOnly, authorities, proof, database, logins: {} };
}

/** PostgreSQL by way of its poolers, where it has some. */
function pooled(
  name: string,
  { access }: { readonly access: PostgresAccess },
  args: Omit<PostgresPoolerArgs, "access" | "mode" | "authority"> & Pick<DataStoresArgs, "authority">,
  opts: ComponentResourceOptions,
): { readonly access: PostgresAccess } {
  const { pooling: mode } = args.wish;
  if (mode === undefined) return { access };
  const { store, wish, surroundings, namespace } = args;
  const authority = signerOf(store, args);
  return new PostgresPooler(`${name}-pooler`, { store, wish, surroundings, namespace, mode, access, authority }, opts);
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
  const { store, wish, surroundings, namespace } = args;
  const { cluster, authority } = new MongodbCluster(`${name}-members`, args, opts);
  const logins = loginsOf(environment, store);
  return new MongodbSetup(name, { store, wish, logins, cluster, authority, surroundings, namespace }, opts);
}

/** Servers as a cloud would give them, and what is inside of them. */
function createMariadb(
  name: string,
  { places, ...args }: MariadbClusterArgs & Pick<MariadbBackupsArgs, "places">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MysqlSetup {
  const { store, wish, surroundings, namespace } = args;
  const { server: made, passwords } = new MariadbCluster(`${name}-servers`, args, opts);
  const logins = loginsOf(environment, store);
  const copied = { store, wish, server: made, passwords, places, surroundings, namespace };
  const server = isCopiedStore(wish) ? new MariadbBackups(`${name}-copies`, copied, opts).server : made;
  return new MysqlSetup(name, { store, wish, logins, server, surroundings, namespace }, opts);
}

/** Who logs in, and what for. */
function loginsOf(environment: DataStoresArgs["environment"], store: string): Pick<Consumer, "name" | "access">[] {
  return consumersOf(environment, store).map(({ name, access }) => ({ name, access }));
}

function signerOf(store: string, { authority }: Pick<DataStoresArgs, "authority">): Authority {
  if (authority === undefined)
    throw new Error(`store ${store} shows certificates in the cluster, where nobody signs any`);
  return authority;
}

/** Brokers as a cloud would give them, and what is inside of them. */
function createBrokers(
  name: string,
  args: RabbitmqClusterArgs,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MadeStore {
  const { store, wish, surroundings, namespace, authority: signer } = args;
  const { broker, deviceKeys, tlsSecret } = new RabbitmqCluster(`${name}-brokers`, args, opts);
  const authority = { certificate: signer.certificate, secretName: tlsSecret };
  const inside = { store, wish, surroundings, namespace, broker, deviceKeys, authority };
  const { access, made } = createRabbitmq(name, inside, environment, opts);
  return { access, servers: made };
}

function createRabbitmq(
  name: string,
  args: Omit<RabbitmqSetupArgs, "queues" | "users">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): RabbitmqSetup {
  const queues = decideQueues(environment, args.store);
  const bridge = decideDeviceBridge(args.store, args.wish.mqtt);
  const users = [
    ...(bridge === undefined ? [] : [decideBridgeUser(bridge)]),
    ...decideRabbitmqUsers(environment, args.store),
  ];
  return new RabbitmqSetup(name, { ...args, queues, users }, opts);
}

function madeByCloud<T>(store: string, stores: Readonly<Record<string, T>> | undefined): T {
  const found = stores?.[store];
  if (found === undefined) throw new Error(`store ${store} is managed, but the cloud made none`);
  return found;
}
