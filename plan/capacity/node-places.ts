import type { NodePool } from "../../components/kit/cluster/node-pools.ts";
import { podsPerNode } from "../../components/kit/cluster/pod-room.ts";
import type { Capacity } from "../../components/kit/sizes.ts";
import { sumOf, type NodeNeeds, type NodeTerm, type PodGroup, type Requests, type Toleration } from "./pod-group.ts";

/** The nodes of one pool in one zone: all alike. */
export interface NodePlace {
  readonly pool: string;
  /** From 0 on. Which of the cloud's zones it is, nobody can know. */
  readonly zone: number;
  /** Each label's values: one, but for nodes that are made for what a pod asks. */
  readonly labels: NodeTerm;
  readonly taints: readonly { readonly key: string; readonly value: string }[];
  /** What pods may ask for on each node. */
  readonly room: Requests;
  readonly pods: number;
  /** Nodes that are always there, and nodes that there may be. */
  readonly least: number;
  readonly most: number;
}

/** What the cloud's own pods take of every node, for nobody says how much it is: an assumption, printed as one. */
export const cloudPodsPerNode: Requests & { readonly pods: number } = { milliCpu: 300, memoryMiB: 512, pods: 10 };

/** Part of a machine's memory that its firmware and kernel take before the node counts it: an assumption too. */
export const kernelPart = 0.03;

/** Of what the nodes are made. */
export interface NodeFacts {
  readonly zones: number;
  /** What of a machine pods may ask for. */
  readonly nodeRoom: (machine: Capacity) => Capacity;
}

/** A pool, and all values of its labels where its nodes are made for what a pod asks. */
export type Growing = Omit<NodePool, "size" | "diskGiB" | "spot" | "labels"> & { readonly labels: NodeTerm };

/** A pool of the environment as one whose labels have one value each, with what every node says of itself. */
export function growing({ labels, ...pool }: NodePool): Growing {
  const own = Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, [value]]));
  return { ...pool, labels: { ...everyLabel, ...own } };
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-os */
export const everyLabel: NodeTerm = { "kubernetes.io/os": ["linux"] };

/**
 * The nodes of pools in each zone, evenly: where a cloud makes a group in each zone these are its shares, and elsewhere a
 * zone that is lost goes on counting against its pool's most until the cloud gives its nodes up. What runs on every node
 * is taken off first.
 */
export function decideNodePlaces(
  pools: readonly Growing[],
  { zones, nodeRoom }: NodeFacts,
  everywhere: readonly PodGroup[] = [],
): NodePlace[] {
  return pools.flatMap((pool) =>
    Array.from({ length: zones }, (_, zone): NodePlace => {
      const { cpu, memoryGiB } = nodeRoom(pool.capacity);
      const place = { pool: pool.name, zone, labels: pool.labels, taints: pool.taints };
      const own = everywhere.filter(({ nodes }) => takes(place, nodes));
      const used = sumOf([cloudPodsPerNode, ...own.map(({ each }) => each)]);
      return {
        ...place,
        room: {
          milliCpu: Math.max(0, Math.floor(cpu * 1000) - used.milliCpu),
          memoryMiB: Math.max(
            0,
            Math.floor((memoryGiB - kernelPart * pool.capacity.memoryGiB) * 1024) - used.memoryMiB,
          ),
        },
        pods: Math.max(0, podsPerNode - cloudPodsPerNode.pods - own.length),
        least: shareOf(pool.min, zone, zones),
        most: shareOf(pool.max, zone, zones),
      };
    }),
  );
}

/** How many of a number a zone gets when they are dealt out one by one. */
export function shareOf(count: number, zone: number, zones: number): number {
  return Math.floor((count + zones - 1 - zone) / zones);
}

/** Whether nodes have the labels that pods need, and no taint that keeps them off. */
export function takes(
  { labels, taints }: Pick<NodePlace, "labels" | "taints">,
  { anyOf, tolerates }: Pick<NodeNeeds, "anyOf" | "tolerates">,
): boolean {
  return (
    (anyOf.length === 0 || anyOf.some((term) => hasLabels(labels, term))) &&
    taints.every((taint) => tolerates.some((toleration) => isTolerated(taint, toleration)))
  );
}

/** Whether nodes have one of the values of each label. */
export function hasLabels(labels: NodeTerm, term: NodeTerm): boolean {
  return Object.entries(term).every(([key, values]) => values.some((value) => labels[key]?.includes(value) === true));
}

function isTolerated(taint: { readonly key: string; readonly value: string }, { key, value }: Toleration): boolean {
  return (key === undefined || key === taint.key) && (value === undefined || value === taint.value);
}

/** Whether a pod fits into what is free. */
export function fitsInto(each: Requests, free: Requests): boolean {
  return each.milliCpu <= free.milliCpu && each.memoryMiB <= free.memoryMiB;
}
