import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type { OperatedKind, OperatedWish, StoreWish } from "../../environments/schema/stores.ts";
import type { ManagedStores, PostgresAccess, StoreAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { consumersOf, type Consumer } from "../kit/workloads/consumers.ts";
import { decideTopics } from "../kit/messaging/kafka/kafka-topics.ts";
import { decideKafkaUsers } from "../kit/messaging/kafka/kafka-users.ts";
import { decideStorageClass } from "../kit/cluster/storage-classes.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { CassandraCluster, type CassandraClusterArgs } from "./cassandra/cassandra-cluster.ts";
import { CassandraSetup } from "./cassandra/cassandra-setup.ts";
import { KafkaCluster } from "./kafka/kafka-cluster.ts";
import { KafkaSetup } from "./kafka/kafka-setup.ts";
import { MariadbCluster, type MariadbClusterArgs } from "./mysql/mariadb-cluster.ts";
import { MongodbCluster, type MongodbClusterArgs } from "./mongodb/mongodb-cluster.ts";
import { MongodbSetup } from "./mongodb/mongodb-setup.ts";
import { MysqlSetup } from "./mysql/mysql-setup.ts";
import type { BackupPlaces } from "./postgres/postgres-backups.ts";
import { PostgresCluster } from "./postgres/postgres-cluster.ts";
import { PostgresPooler, type PostgresPoolerArgs } from "./postgres/postgres-pooler.ts";
import { PostgresSetup } from "./postgres/postgres-setup.ts";
import { decideQueues, decideRabbitmqUsers } from "../kit/messaging/rabbitmq/rabbitmq.ts";
import { RabbitmqCluster } from "./rabbitmq/rabbitmq-cluster.ts";
import { RabbitmqSetup, type RabbitmqSetupArgs } from "./rabbitmq/rabbitmq-setup.ts";
import { RedisCluster } from "./redis/redis-cluster.ts";
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
  /** The stores that the cloud made. - behaviour: none. */
  readonly managed?: ManagedStores;
}

/** Every store of an environment: those in the cluster whole, and what is inside of managed ones. */
export class DataStores extends Component {
  static readonly type = "landbridge:data:DataStores";
  /** By name. */
  readonly access: Readonly<Record<string, StoreAccess>>;

  constructor(name: string, args: DataStoresArgs, opts: ComponentResourceOptions) {
    const stores = Object.entries(args.environment.stores).sort(([a], [b]) => (a < b ? -1 : 1));
    super(DataStores.type, name, { stores: stores.map(([store]) => store) }, opts);
    this.access = Object.fromEntries(
      stores.map(([store, wish]) => [
        store,
        wish.placement === "in-cluster"
          ? createInCluster(`${name}-${store}`, store, wish, args, { parent: this }).access
          : createManaged(`${name}-${store}`, store, wish, args, { parent: this }).access,
      ]),
    );
    this.registerOutputs({});
  }
}

function createInCluster(
  name: string,
  store: string,
  wish: OperatedWish,
  { environment, namespace, operators, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): { readonly access: StoreAccess } {
  const operator = operators[wish.kind];
  if (operator === undefined) throw new Error(`store ${store} is a ${wish.kind}, whose operator isn't there`);
  const surroundings = { ...args.surroundings, storageClass: decideStorageClass(wish, args.surroundings) };
  const common = { store, surroundings, namespace, operator, authority: signerOf(store, args) };
  switch (wish.kind) {
    case "postgres":
      return pooled(
        name,
        new PostgresCluster(
          name,
          { ...common, wish, logins: consumersOf(environment, store), backups: args.backups },
          opts,
        ),
        { ...common, wish },
        opts,
      );
    case "kafka": {
      const topics = decideTopics(environment, store);
      return new KafkaCluster(name, { ...common, wish, topics, users: decideKafkaUsers(environment, store) }, opts);
    }
    case "cassandra":
      return createCassandra(name, { ...common, wish }, environment, opts);
    case "mongodb":
      return createMongodb(name, { ...common, wish }, environment, opts);
    case "mysql":
      return createMariadb(name, { ...common, wish }, environment, opts);
    case "rabbitmq": {
      const cluster = new RabbitmqCluster(`${name}-brokers`, { ...common, wish }, opts);
      const signer = { certificate: common.authority.certificate, secretName: cluster.tlsSecret };
      return createRabbitmq(name, { ...common, wish, broker: cluster.broker, authority: signer }, environment, opts);
    }
    case "redis":
      return new RedisCluster(name, { ...common, wish }, opts);
    default:
      return wish satisfies never;
  }
}

function createManaged(
  name: string,
  store: string,
  wish: StoreWish,
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
      if (admin === undefined) return { access };
      return new KafkaSetup(
        name,
        { ...common, wish, users: decideKafkaUsers(environment, store), access, admin },
        opts,
      );
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
  args: MariadbClusterArgs,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): MysqlSetup {
  const { store, wish, surroundings, namespace } = args;
  const { server } = new MariadbCluster(`${name}-servers`, args, opts);
  const logins = loginsOf(environment, store);
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

function createRabbitmq(
  name: string,
  args: Omit<RabbitmqSetupArgs, "queues" | "users">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): RabbitmqSetup {
  const queues = decideQueues(environment, args.store);
  const users = decideRabbitmqUsers(environment, args.store);
  return new RabbitmqSetup(name, { ...args, queues, users }, opts);
}

function madeByCloud<T>(store: string, stores: Readonly<Record<string, T>> | undefined): T {
  const found = stores?.[store];
  if (found === undefined) throw new Error(`store ${store} is managed, but the cloud made none`);
  return found;
}
