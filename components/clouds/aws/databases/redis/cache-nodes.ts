import type { RedisWish } from "../../../../../environments/schema/stores/stores.ts";
import { isPersistent } from "../../../../kit/databases/redis/redis.ts";
import { sizes, smallestWith, type Capacity } from "../../../../kit/sizes.ts";

/** A node of ElastiCache. */
export interface CacheNode extends Capacity {
  readonly name: string;
  /** Whether a cluster of them can write to a log in several zones. */
  readonly durable: boolean;
}

/**
 * Nodes with Graviton processors, smallest first. Those that share a processor keep no log.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Durability.Limitations.html
 */
export const cacheNodes: readonly CacheNode[] = [
  { name: "cache.t4g.micro", cpu: 2, memoryGiB: 0.5, durable: false },
  { name: "cache.t4g.small", cpu: 2, memoryGiB: 1.37, durable: false },
  { name: "cache.t4g.medium", cpu: 2, memoryGiB: 3.09, durable: false },
  { name: "cache.m7g.large", cpu: 2, memoryGiB: 6.38, durable: true },
  { name: "cache.r7g.large", cpu: 2, memoryGiB: 13.07, durable: true },
  { name: "cache.r7g.xlarge", cpu: 4, memoryGiB: 26.32, durable: true },
  { name: "cache.r7g.2xlarge", cpu: 8, memoryGiB: 52.82, durable: true },
];

/** The smallest node with at least the wish's capacity. Throws where none is large enough. */
export function decideCacheNode(wish: Pick<RedisWish, "size" | "purpose">): CacheNode {
  const nodes = isPersistent(wish) ? cacheNodes.filter(({ durable }) => durable) : cacheNodes;
  return smallestWith(nodes, sizes[wish.size], "cache node");
}
