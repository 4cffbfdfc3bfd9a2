import type { AutoProvisionWish } from "../../../environments/schema/cluster.ts";
import { nodeSizes, type Capacity } from "../sizes.ts";
import { purposeLabel, type NodePool } from "./node-pools.ts";

/** Nodes that are made when pods ask for them, and go when nobody does, besides those that a pool always has. */
export interface NodeGroup extends Pick<NodePool, "spot" | "diskGiB" | "taints"> {
  /** Name of the pool whose growth it is, or `autoProvisionGroup`. */
  readonly name: string;
  /** What its nodes may be for; each is for one of these. */
  readonly purposes: readonly string[];
  /** What a node may have, cheapest first. */
  readonly capacities: readonly Capacity[];
  /** CPUs and memory of all its nodes together. */
  readonly most: Capacity;
  /** Of groups that a pod fits into, the one with the greatest is asked first. 1 to 100. */
  readonly weight: number;
  /** Its nodes are only taken away when nothing is left on them. */
  readonly onlyWhenEmpty: boolean;
}

/** Name of the group that no pool describes. No pool may have it. */
export const autoProvisionGroup = "auto-provision";

/** Where a pool's nodes end, whatever the group for the rest may hold. */
const poolsFirst = 100;

/**
 * The groups of an environment that lets the cloud add nodes: what each pool may grow by, in order of name, and last what
 * may come on top for pods that fit on no pool's. Empty without that wish.
 *
 * For use where one provisioner makes all nodes that come and go; two that see the same waiting pod would both make one.
 * What comes on top is for pods of services and operators: stores and repeatable work keep to their own pools, whose taints
 * a node that serves several purposes can't have.
 */
export function decideNodeGroups(pools: readonly NodePool[], wish: AutoProvisionWish | undefined): NodeGroup[] {
  if (wish === undefined) return [];
  const rest = { cpu: wish.cpu - taken(pools, "cpu"), memoryGiB: wish.memoryGiB - taken(pools, "memoryGiB") };
  const open = pools.filter(({ taints, spot }) => taints.length === 0 && !spot);
  const onTop: NodeGroup = {
    name: autoProvisionGroup,
    purposes: purposesOf(open),
    taints: [],
    spot: false,
    diskGiB: Math.max(leastDiskGiB, ...open.map(({ diskGiB }) => diskGiB)),
    capacities: Object.values(nodeSizes).filter(({ cpu, memoryGiB }) => cpu <= rest.cpu && memoryGiB <= rest.memoryGiB),
    most: rest,
    weight: 1,
    onlyWhenEmpty: false,
  };
  return [...pools.flatMap(growth), ...(onTop.capacities.length === 0 ? [] : [onTop])];
}

/** The pools with the nodes that they always have, where groups make the others. All as they are without the wish. */
export function decideSteadyPools(
  pools: readonly NodePool[],
  wish: AutoProvisionWish | undefined,
): readonly NodePool[] {
  if (wish === undefined) return pools;
  return pools.flatMap((pool) => (pool.min === 0 ? [] : [{ ...pool, max: pool.min }]));
}

/** Most nodes that a cluster can have that way: those of pools, and what comes on top. */
export function mostNodes(pools: readonly NodePool[], wish: AutoProvisionWish | undefined): number {
  return pools.reduce((sum, { max }) => sum + max, 0) + nodesOnTop(pools, wish);
}

/** Most nodes that may come besides those of pools: as many as fit if all are of the smallest kind. 0 without the wish. */
export function nodesOnTop(pools: readonly NodePool[], wish: AutoProvisionWish | undefined): number {
  if (wish === undefined) return 0;
  const smallest = Math.min(...Object.values(nodeSizes).map(({ cpu }) => cpu));
  return Math.max(0, Math.floor((wish.cpu - taken(pools, "cpu")) / smallest));
}

/** As a pool without a word on it has. */
const leastDiskGiB = 100;

function growth(pool: NodePool): NodeGroup[] {
  const nodes = pool.max - pool.min;
  if (nodes === 0) return [];
  const { name, spot, diskGiB, taints, capacity } = pool;
  return [
    {
      ...{ name, spot, diskGiB, taints },
      purposes: purposesOf([pool]),
      capacities: [capacity],
      most: { cpu: nodes * capacity.cpu, memoryGiB: nodes * capacity.memoryGiB },
      weight: poolsFirst,
      // A store that moves is away for a while, and work that can be repeated begins anew.
      onlyWhenEmpty: taints.length > 0,
    },
  ];
}

function purposesOf(pools: readonly NodePool[]): string[] {
  const named = pools.flatMap(({ labels }) => labels[purposeLabel] ?? []);
  return named.length === 0 ? ["general"] : [...new Set(named)].sort();
}

function taken(pools: readonly NodePool[], what: keyof Capacity): number {
  return pools.reduce((sum, { capacity, max }) => sum + capacity[what] * max, 0);
}
