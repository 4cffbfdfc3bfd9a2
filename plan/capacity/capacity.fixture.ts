import type { NodePool } from "../../components/kit/cluster/node-pools.ts";
import { decideNodePools, purposeLabel } from "../../components/kit/cluster/node-pools.ts";
import type { NodePoolWish } from "../../environments/schema/cluster.ts";
import type { NodeFacts, NodePlace } from "./node-places.ts";
import { anyNode, type NodeNeeds, type PodGroup } from "./pod-group.ts";

/** Three pods of half a CPU and a GiB that may be anywhere, but for what is changed. */
export function group(changes: Partial<PodGroup> = {}): PodGroup {
  return {
    name: "shop/order",
    kind: "service",
    wish: "domains.shop.services.order",
    each: { milliCpu: 500, memoryMiB: 1024 },
    least: 3,
    most: 3,
    nodes: anyNode,
    skew: {},
    claims: [],
    keeps: [],
    ...changes,
  };
}

/** One to three nodes of four CPUs and 8 GiB in the first zone, but for what is changed. */
export function place(changes: Partial<NodePlace> = {}): NodePlace {
  return {
    pool: "general",
    zone: 0,
    labels: {},
    taints: [],
    room: { milliCpu: 4000, memoryMiB: 8192 },
    pods: 100,
    least: 1,
    most: 3,
    ...changes,
  };
}

/** The same place in several zones. */
export function inZones(zones: number, changes: Partial<NodePlace> = {}): NodePlace[] {
  return Array.from({ length: zones }, (_, zone) => place({ ...changes, zone }));
}

/** Decided pools from wishes that say what differs from three to six medium nodes. */
export function pools(wishes: Readonly<Record<string, Partial<NodePoolWish>>>): NodePool[] {
  const usual: NodePoolWish = { size: "medium", min: 3, max: 6, purpose: "general", spot: false, diskGiB: 100 };
  return decideNodePools(
    Object.fromEntries(Object.entries(wishes).map(([name, wish]) => [name, { ...usual, ...wish }])),
  );
}

/** Three zones, and nodes that keep nothing for themselves. */
export const facts: NodeFacts = { zones: 3, nodeRoom: (wanted) => wanted };

/** Needs nodes of a purpose, as `decideNodeChoice` says it. */
export function forPurpose(purpose: string): NodeNeeds {
  return {
    anyOf: [{ [purposeLabel]: [purpose] }],
    prefers: {},
    tolerates: [{ key: purposeLabel, value: purpose }],
  };
}
