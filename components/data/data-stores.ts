import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type { StoreWish } from "../../environments/schema/stores.ts";
import type { StoreAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { consumersOf } from "../kit/consumers.ts";
import { decideKafkaUsers, decideTopics } from "../kit/kafka-users.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { KafkaCluster } from "./kafka-cluster.ts";
import { PostgresCluster } from "./postgres-cluster.ts";
import { RedisCluster } from "./redis-cluster.ts";

/** The stores of an environment, and what makes them. */
export interface DataStoresArgs {
  readonly environment: Pick<Environment, "domains" | "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** By kind: what must be there before a store of it. */
  readonly operators: Readonly<Partial<Record<StoreWish["kind"], Resource>>>;
}

/** Every store that an environment places in its cluster. */
export class DataStores extends Component {
  static readonly type = "landbridge:data:DataStores";
  /** By name. */
  readonly access: Readonly<Record<string, StoreAccess>>;

  constructor(name: string, args: DataStoresArgs, opts: ComponentResourceOptions) {
    const inCluster = Object.entries(args.environment.stores)
      .filter(([, { placement }]) => placement === "in-cluster")
      .sort(([a], [b]) => (a < b ? -1 : 1));
    super(DataStores.type, name, { stores: inCluster.map(([store]) => store) }, opts);
    this.access = Object.fromEntries(
      inCluster.map(([store, wish]) => [
        store,
        createStore(`${name}-${store}`, store, wish, args, { parent: this }).access,
      ]),
    );
    this.registerOutputs({});
  }
}

function createStore(
  name: string,
  store: string,
  wish: StoreWish,
  { environment, surroundings, namespace, operators }: DataStoresArgs,
  opts: ComponentResourceOptions,
): PostgresCluster | KafkaCluster | RedisCluster {
  const operator = operators[wish.kind];
  if (operator === undefined) throw new Error(`store ${store} is a ${wish.kind}, whose operator isn't there`);
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
