import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { ShardsWish } from "../../../../environments/schema/stores/postgres-availability.ts";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { variableName } from "../../workloads/bindings.ts";

/** The stores that were several databases in one wish, by the name that they had. */
export type ShardedStores = Readonly<Record<string, ShardsWish>>;

/** How a row's database is found: the CRC-32 of IEEE 802.3, as zlib and every language's library have it. */
const shardHash = "crc32";

/** Name of one database of a sharded store, counted from 0. */
export function shardName(store: string, index: number): string {
  return `${store}-${index}`;
}

/** Names of all databases of a sharded store, in the order of their numbers. */
export function shardNames(store: string, { count }: Pick<ShardsWish, "count">): string[] {
  return Array.from({ length: count }, (_, index) => shardName(store, index));
}

/** What a wish for several databases is, if it is one. */
export function shardsOf(wish: StoreWish): ShardsWish | undefined {
  return wish.kind === "postgres" ? wish.shards : undefined;
}

/**
 * The environment with each sharded store as the databases that it is: stores like any other, each used by whoever uses the one. All that
 * reckons with stores (limits, flows, certificates, backups, rights) then knows nothing of shards. One without sharded stores is returned as it is.
 */
export function expandShards<E extends Pick<Environment, "stores" | "domains">>(
  environment: E,
): E & { readonly shardedStores?: ShardedStores } {
  const sharded = Object.fromEntries(
    Object.entries(environment.stores).flatMap(([store, wish]): [string, ShardsWish][] => {
      const shards = shardsOf(wish);
      return shards === undefined ? [] : [[store, shards]];
    }),
  );
  if (Object.keys(sharded).length === 0) return environment;
  const stores = Object.fromEntries(
    Object.entries(environment.stores).flatMap(([store, wish]) => expandStore(store, wish)),
  );
  const domains = Object.fromEntries(
    Object.entries(environment.domains).map(([domain, { services, ...rest }]) => {
      const expanded = Object.entries(services).map(([service, wish]) => [service, expandUses(wish, sharded)]);
      return [domain, { ...rest, services: Object.fromEntries(expanded) as Readonly<Record<string, ServiceWish>> }];
    }),
  );
  return { ...environment, stores, domains, shardedStores: sharded };
}

function expandStore(store: string, wish: StoreWish): [string, StoreWish][] {
  if (wish.kind !== "postgres" || wish.shards === undefined) return [[store, wish]];
  const { shards, ...one } = wish;
  return shardNames(store, shards).map((name) => [name, one]);
}

function expandUses({ uses, ...wish }: ServiceWish, sharded: ShardedStores): ServiceWish {
  const expanded = Object.entries(uses).flatMap(([store, access]) => {
    const shards = Object.hasOwn(sharded, store) ? sharded[store] : undefined;
    const names = shards === undefined ? [store] : shardNames(store, shards);
    return names.map((name) => [name, access] as const);
  });
  return { ...wish, uses: Object.fromEntries(expanded) };
}

/**
 * What a service is told of a sharded store besides how each database is reached: with what the variables of each begin, in the order of
 * their numbers; which column decides; and by what it is reckoned, modulo how many there are.
 */
export function decideRouting(store: string, shards: ShardsWish): Record<string, string> {
  return {
    [variableName(store, "SHARDS")]: shardNames(store, shards)
      .map((name) => variableName(name))
      .join(","),
    [variableName(store, "SHARD_KEY")]: shards.key,
    [variableName(store, "SHARD_HASH")]: shardHash,
  };
}
