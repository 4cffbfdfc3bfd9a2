import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type { StoreWish } from "../../environments/schema/stores.ts";
import type { ManagedStores, StoreAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { consumersOf } from "../kit/consumers.ts";
import { decideKafkaUsers, decideTopics } from "../kit/kafka-users.ts";
import { decideStorageClass } from "../kit/storage-classes.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { KafkaCluster } from "./kafka-cluster.ts";
import { KafkaSetup } from "./kafka-setup.ts";
import { PostgresCluster } from "./postgres-cluster.ts";
import { PostgresSetup } from "./postgres-setup.ts";
import { RedisCluster } from "./redis-cluster.ts";

/** The stores of an environment, and what makes them. */
export interface DataStoresArgs {
  readonly environment: Pick<Environment, "domains" | "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** By kind: what must be there before a store of it. */
  readonly operators: Readonly<Partial<Record<StoreWish["kind"], Resource>>>;
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
        (wish.placement === "managed" ? createManaged : createInCluster)(`${name}-${store}`, store, wish, args, {
          parent: this,
        }).access,
      ]),
    );
    this.registerOutputs({});
  }
}

function createInCluster(
  name: string,
  store: string,
  wish: StoreWish,
  { environment, namespace, operators, ...args }: DataStoresArgs,
  opts: ComponentResourceOptions,
): PostgresCluster | KafkaCluster | RedisCluster {
  const operator = operators[wish.kind];
  if (operator === undefined) throw new Error(`store ${store} is a ${wish.kind}, whose operator isn't there`);
  const surroundings = { ...args.surroundings, storageClass: decideStorageClass(wish, args.surroundings) };
  const common = { store, surroundings, namespace, operator };
  switch (wish.kind) {
    case "postgres":
      return new PostgresCluster(name, { ...common, wish, logins: consumersOf(environment, store) }, opts);
    case "kafka": {
      const topics = decideTopics(environment, store);
      return new KafkaCluster(name, { ...common, wish, topics, users: decideKafkaUsers(environment, store) }, opts);
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
  { environment, surroundings, namespace, managed }: DataStoresArgs,
  opts: ComponentResourceOptions,
): { readonly access: StoreAccess } {
  const common = { store, surroundings, namespace };
  switch (wish.kind) {
    case "postgres": {
      const logins = consumersOf(environment, store).map(({ name: login, access }) => ({ name: login, access }));
      const server = madeByCloud(store, managed?.postgres);
      return new PostgresSetup(name, { ...common, wish, logins, server }, opts);
    }
    case "kafka": {
      const { access, admin } = madeByCloud(store, managed?.kafka);
      if (admin === undefined) return { access };
      return new KafkaSetup(
        name,
        { ...common, wish, users: decideKafkaUsers(environment, store), access, admin },
        opts,
      );
    }
    case "redis":
      return madeByCloud(store, managed?.redis);
    default:
      return wish satisfies never;
  }
}

function madeByCloud<T>(store: string, stores: Readonly<Record<string, T>> | undefined): T {
  const found = stores?.[store];
  if (found === undefined) throw new Error(`store ${store} is managed, but the cloud made none`);
  return found;
}
