import type { NodePool } from "../../components/kit/cluster/node-pools.ts";
import { nodeSizes } from "../../components/kit/sizes.ts";
import { fitsInto, growing, hasLabels, takes, type NodeFacts } from "./node-places.ts";
import type { Waiting } from "./pack-pods.ts";
import type { PodGroup } from "./pod-group.ts";
import { countWaiting, type Finding } from "./survive.ts";

/** How the pools of an environment may be made larger, and what is left waiting then. */
export interface Trial {
  readonly pools: readonly NodePool[];
  readonly facts: NodeFacts;
  /** Pods that find no room with these pools. */
  readonly waitingWith: (pools: readonly NodePool[]) => readonly Waiting[];
}

/** More nodes than these are not tried: something else is wrong. */
const mostMoreNodes = 60;

/** What has no room, why, and the least that would give it some. */
export function decideRoomFindings(trial: Trial): Finding[] {
  return countWaiting(trial.waitingWith(trial.pools)).map(({ group, count, reason }) => ({
    group: group.name,
    says: `${count} ${count === 1 ? "pod finds" : "pods find"} no node: ${reason}`,
    mend: reason === "larger than any node" ? largerNodes(trial, group) : moreNodes(trial, group),
  }));
}

function poolsFor({ pools }: Trial, { nodes }: PodGroup): NodePool[] {
  const possible = pools.map((pool) => ({ pool, ...growing(pool) })).filter((pool) => takes(pool, nodes));
  return [
    ...possible.filter(({ labels }) => hasLabels(labels, nodes.prefers)),
    ...possible.filter(({ labels }) => !hasLabels(labels, nodes.prefers)),
  ].map(({ pool }) => pool);
}

function moreNodes(trial: Trial, group: PodGroup): string {
  const [pool] = poolsFor(trial, group);
  if (pool === undefined) return "";
  for (let more = 1; more <= mostMoreNodes; more += 1) {
    const max = pool.max + more;
    const waiting = trial.waitingWith(trial.pools.map((other) => (other === pool ? { ...pool, max } : other)));
    if (!waiting.some(({ group: { name } }) => name === group.name)) return `cluster.pools.${pool.name}.max: ${max}`;
  }
  return "";
}

function largerNodes(trial: Trial, group: PodGroup): string {
  const [pool] = poolsFor(trial, group);
  if (pool === undefined) return "";
  for (const [size, capacity] of Object.entries(nodeSizes)) {
    const { cpu, memoryGiB } = trial.facts.nodeRoom(capacity);
    // Only a size with which it then is placed counts: every node loses something to others.
    if (!fitsInto(group.each, { milliCpu: cpu * 1000, memoryMiB: memoryGiB * 1024 })) continue;
    const waiting = trial.waitingWith(trial.pools.map((other) => (other === pool ? { ...pool, capacity } : other)));
    if (!waiting.some(({ group: { name } }) => name === group.name)) return `cluster.pools.${pool.name}.size: ${size}`;
  }
  return "";
}
