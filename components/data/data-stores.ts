import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { InClusterWish } from "../../environments/schema/stores/stores.ts";
import type { StoreAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { decideStoreParts } from "../kit/monitoring/parts/decide-part-watch.ts";
import { PartMonitoring } from "../monitoring/part-monitoring.ts";
import { createKafkaSources } from "./kafka/connect/kafka-sources.ts";
import { createDeviceBridges } from "./rabbitmq/device-bridges.ts";
import { describeStore } from "./store-metadata.ts";
import { StoreMonitoring } from "./store-monitoring.ts";
import { type DataStoresArgs, type MadeStore, signerOf } from "./made-store.ts";
import { createInCluster } from "./operated-stores.ts";
import type { OutsideAccess } from "./outside-access.ts";
import { createManaged } from "./managed-stores.ts";

/** Every store of an environment: those in the cluster whole, and what is inside of managed ones. */
export class DataStores extends Component {
  static readonly type = "landbridge:data:DataStores";
  /** By name. */
  readonly access: Readonly<Record<string, StoreAccess>>;
  /** How those are reached from outside of the cluster that are, by name. */
  readonly outside: Readonly<Record<string, OutsideAccess>>;

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
    this.outside = Object.fromEntries(
      made.flatMap(([store, { outside }]) => (outside === undefined ? [] : [[store, outside] as const])),
    );
    const servers = Object.fromEntries(made.map(([store, one]) => [store, one.servers]));
    createKafkaSources(name, args, servers, { parent: this });
    createDeviceBridges(name, args, Object.fromEntries(made), { parent: this });
    createPartWatches(name, args, this);
    this.registerOutputs({});
  }
}

/** A store in the cluster, and what is watched of it. */
function createWatched(
  name: string,
  store: string,
  wish: InClusterWish,
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

/** What is watched of all that runs beside stores, whether they are in the cluster or the cloud's. */
function createPartWatches(
  name: string,
  { environment, surroundings, namespace, monitoring: definitions }: DataStoresArgs,
  parent: Component,
): void {
  if (definitions === undefined) return;
  for (const [store, wish] of Object.entries(environment.stores)) {
    const { labels } = describeStore({ store, surroundings, namespace }, wish.dataClass);
    for (const watch of decideStoreParts(environment, store, surroundings)) {
      const args = { watch, owner: surroundings.tags, namespace, labels, definitions };
      new PartMonitoring(`${name}-${watch.name}-watch`, args, { parent });
    }
  }
}
