import { z } from "zod";
import { clickhouseLabels } from "../components/kit/databases/clickhouse/clickhouse.ts";
import { redisLabels } from "../components/kit/databases/redis/redis-server.ts";
import { redisRoleLabel } from "../components/kit/databases/redis/redis-sentinels.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { selected, type PodState } from "./cluster-state.ts";
import { keepsVolumes } from "./volumes.ts";

const set = z.looseObject({
  replicas: z.number().default(1),
  serviceName: z.string().default(""),
  selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }),
});

/** StatefulSets with volumes that decide together: those that share a Service, and have the same role where there are several. */
export function ownStores(objects: readonly ClusterObject[]): Map<string, ClusterObject[]> {
  const sets = objects.filter((object) => object.kind === "StatefulSet" && keepsVolumes(object));
  return Map.groupBy(sets, ({ metadata, ...one }) => {
    const { serviceName, selector } = set.parse(one["spec"]);
    const role = roleOf(selector.matchLabels);
    return `${metadata.namespace}/${serviceName}${role === undefined ? "" : ` (${role})`}`;
  });
}

/**
 * Stores of which no majority is left, and shards of which no copy is. One pod alone has neither to lose. Servers of a ClickHouse, or of a Redis with
 * sentinels, agree on nothing by themselves: its keepers or sentinels do.
 */
export function brokenOwnStores(objects: readonly ClusterObject[], left: readonly PodState[]): string[] {
  return [...ownStores(objects)].flatMap(([name, sets]) => {
    const servers = sets.map(({ metadata: { namespace = "" }, ...one }) => {
      const { replicas, selector } = set.parse(one["spec"]);
      const ready = selected(left, { namespace, matchLabels: selector.matchLabels }).filter((pod) => pod.ready).length;
      return { replicas, ready, shard: shardOf(selector.matchLabels), isVoter: votes(selector.matchLabels) };
    });
    const [all, ready] = [sum(servers.map(({ replicas }) => replicas)), sum(servers.map((one) => one.ready))];
    const majority = servers.some(({ isVoter }) => isVoter) ? Math.floor(all / 2) + 1 : 0;
    if (all === 1) return [];
    const lost = [...Map.groupBy(servers, ({ shard }) => shard)].filter(
      ([shard, copies]) => shard !== undefined && copies.every((one) => one.ready === 0),
    );
    return [
      ...(ready >= majority ? [] : [`${name}: ${ready} of ${all} left, a quorum is ${majority}`]),
      ...lost.map(([shard]) => `${name}: nothing is left of shard ${shard}`),
    ];
  });
}

function shardOf(labels: Readonly<Record<string, string>>): string | undefined {
  return labels[redisLabels.shard] ?? labels[clickhouseLabels.shard];
}

function votes(labels: Readonly<Record<string, string>>): boolean {
  return roleOf(labels) !== "server";
}

function roleOf(labels: Readonly<Record<string, string>>): string | undefined {
  return labels[clickhouseLabels.role] ?? labels[redisRoleLabel];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
