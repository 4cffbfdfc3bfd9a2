import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";

/** Whether what a Redis holds must outlive its pods: sessions must, caches and counters are made anew. */
export function isPersistent({ purpose }: Pick<RedisWish, "purpose">): boolean {
  return purpose === "session";
}

/**
 * What goes first when the memory is full, in Redis' words. A cache drops what is least used; sessions are never dropped,
 * a full store refuses writes instead; counters that end soonest go first.
 * https://redis.io/docs/latest/develop/reference/eviction/
 */
export function decideEviction({ purpose }: Pick<RedisWish, "purpose">): Eviction {
  return ({ cache: "allkeys-lfu", session: "noeviction", "rate-limit": "volatile-ttl" } as const)[purpose];
}

/** The policies that purposes lead to. */
export type Eviction = "allkeys-lfu" | "noeviction" | "volatile-ttl";
