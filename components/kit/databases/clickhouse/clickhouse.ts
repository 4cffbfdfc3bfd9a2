import type { Environment } from "../../../../environments/schema/environment.ts";
import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { layerNames, type LayerName } from "../../../../environments/schema/stores/warehouse.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { podSelector, type Labels } from "../../labels.ts";
import type { Capacity } from "../../sizes.ts";
import { consumersOf } from "../../workloads/consumers.ts";

/** What a pod of a store is: one that holds rows, or one of those that agree on what is where. */
export type ClickhouseRole = "server" | "keeper";

/** A server of a store: a copy of a shard, and the only pod of its StatefulSet. */
export interface ClickhouseMember {
  /** Of its StatefulSet and its volume. */
  readonly name: string;
  readonly shard: number;
  /** Of its shard, counted from 0. */
  readonly copy: number;
}

/** By which a pod's role and shard can be told. They never change. */
export const clickhouseLabels = {
  role: "landbridge.dev/clickhouse-role",
  shard: "landbridge.dev/clickhouse-shard",
} as const;

/** What a keeper asks for: it holds in memory what servers agree on, not rows. */
export const keeperSize: Capacity = { cpu: 0.1, memoryGiB: 0.5 };

/** GiB of a keeper's volume, for its log and snapshots. */
export const keeperVolumeGiB = 5;

/** Who makes databases and logins: without a dash, as no service's is called. */
export const clickhouseAdmin = "landbridge";

/** Servers of a store. */
export function clickhouseServers({ shards, replicas }: Pick<ClickhouseWish, "shards" | "replicas">): number {
  return shards * replicas;
}

/** Keepers of a store: three agree when one is lost; beside a single server one is enough. */
export function clickhouseKeepers(wish: Pick<ClickhouseWish, "shards" | "replicas">): number {
  return clickhouseServers(wish) > 1 ? 3 : 1;
}

/** Servers in the order in which they are changed: the first copies of all shards, then the second ones, and so on. */
export function decideClickhouseMembers(
  store: string,
  { shards, replicas }: Pick<ClickhouseWish, "shards" | "replicas">,
): ClickhouseMember[] {
  return Array.from({ length: replicas }, (_, copy) =>
    Array.from({ length: shards }, (_shard, shard) => ({ name: `${store}-${shard}-${copy}`, shard, copy })),
  ).flat();
}

/** The StatefulSet of all keepers. */
export function clickhouseKeeper(store: string): string {
  return `${store}-keeper`;
}

/** What stands behind a store's name in the names of its StatefulSets, as far as a wish can go. */
export const clickhouseMemberEndings: readonly string[] = [
  "keeper",
  ...Array.from({ length: 16 }, (_, shard) => [0, 1, 2].map((copy) => `${shard}-${copy}`)).flat(),
];

/** The Service by which each pod has a name of its own. */
export function clickhouseNodesService(store: string): string {
  return `${store}-nodes`;
}

/** A pod's name in the network, by which others know it and which its certificate has. */
export function clickhouseHost(store: string, pod: string): string {
  return `${pod}.${clickhouseNodesService(store)}.${namespaces.data}.svc`;
}

/** The pod of a server. */
export function clickhousePod({ name }: Pick<ClickhouseMember, "name">): string {
  return `${name}-0`;
}

/** The pod of a keeper, counted from 0. */
export function keeperPod(store: string, keeper: number): string {
  return `${clickhouseKeeper(store)}-${keeper}`;
}

/** How all pods of a store are found, keepers among them. */
export function clickhouseSelector(store: string): Labels {
  return podSelector({ name: store, component: "store" });
}

/** A service's rights by layer. */
export type ClickhouseRights = Readonly<Partial<Record<LayerName, "read" | "read-write">>>;

/** What a service may do with a store: what it says of layers, else the same with all of them. */
export function decideClickhouseRights(
  store: string,
  { uses, layers }: Pick<ServiceWish, "uses" | "layers">,
): ClickhouseRights {
  const said = layers[store];
  const entries = layerNames.flatMap((layer): [LayerName, "read" | "read-write"][] => {
    const access = said === undefined ? uses[store] : said[layer];
    return access === undefined ? [] : [[layer, access]];
  });
  return Object.fromEntries(entries);
}

/** The services that use a store, each with a login of its own and what it may do. */
export function clickhouseLogins(
  environment: Pick<Environment, "domains">,
  store: string,
): { readonly name: string; readonly rights: ClickhouseRights }[] {
  return consumersOf(environment, store).flatMap(({ name, domain, service }) => {
    const wish = environment.domains[domain]?.services[service];
    return wish === undefined ? [] : [{ name, rights: decideClickhouseRights(store, wish) }];
  });
}
