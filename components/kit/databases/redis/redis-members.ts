import type { RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import type { Surroundings } from "../../surroundings.ts";

/** A server of a store: a copy of a shard. */
export interface RedisMember {
  /** Of its StatefulSet, whose only pod it is. */
  readonly name: string;
  readonly shard: number;
  /** Of its shard; 0 leads it when all is well. */
  readonly copy: number;
  /** Which of the store's zones it is in, counted from 0. */
  readonly rack: number;
}

/** The Service by which servers have names of their own. */
export function redisNodesService(store: string): string {
  return `${store}-nodes`;
}

/** What follows the name of a server's pod in its name of the network. */
export function redisDomain(store: string): string {
  return `${redisNodesService(store)}.${namespaces.data}.svc`;
}

/** What in-cluster stores of Redis put behind their name for their servers, as far as a wish can go. */
export const redisMemberEndings: readonly string[] = Array.from({ length: 30 }, (_shard, shard) =>
  Array.from({ length: 4 }, (_copy, copy) => `${shard}-${copy}`),
).flat();

/** The one pod of a server. */
export function redisPod({ name }: Pick<RedisMember, "name">): string {
  return `${name}-0`;
}

/**
 * The servers of a store in the order in which they are changed: followers first, so that each shard is led by another at most once. Each is called
 * by its shard and copy, so that a shard or follower more renames nobody. The copies of a shard are in zones next to each other, and so are the leaders
 * of shards: the loss of one of three zones takes a third of the leaders, and of each shard one copy at most.
 */
export function decideRedisMembers(
  store: string,
  { shards, replicasPerShard }: Pick<RedisWish, "shards" | "replicasPerShard">,
  { zones }: Pick<Surroundings, "zones">,
): RedisMember[] {
  const copies = Array.from({ length: 1 + replicasPerShard }, (_, index) => replicasPerShard - index);
  return copies.flatMap((copy) =>
    Array.from({ length: shards }, (_, shard) => ({
      name: `${store}-${shard}-${copy}`,
      shard,
      copy,
      rack: (shard + copy) % Math.max(1, zones),
    })),
  );
}
