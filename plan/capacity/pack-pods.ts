import { fitsInto, hasLabels, takes, type NodePlace } from "./node-places.ts";
import type { PodGroup, Requests } from "./pod-group.ts";

/** A pod that needs a node. */
export interface Pod {
  readonly group: PodGroup;
  /** The one that holds its volume; absent for any. */
  readonly zone?: number;
}

/** A node and what is on it. */
export interface PackedNode {
  readonly place: NodePlace;
  readonly pods: readonly PodGroup[];
}

/** Why a pod finds no node. */
export type Reason = "no pool takes it" | "larger than any node" | "its spread forbids it" | "the pools are full";

/** A pod that found none. */
export interface Waiting {
  readonly group: PodGroup;
  readonly reason: Reason;
}

/** Nodes with pods on them, and pods for which there was no room. */
export interface Packing {
  readonly nodes: readonly PackedNode[];
  readonly waiting: readonly Waiting[];
}

interface OpenNode {
  readonly place: NodePlace;
  readonly pods: PodGroup[];
  free: Requests;
}

/** The nodes that pools always have, empty. */
export function emptyNodes(places: readonly NodePlace[]): PackedNode[] {
  return places.flatMap((place) => Array.from({ length: place.least }, () => ({ place, pods: [] })));
}

/**
 * Puts pods on nodes: those that fewest pools take first, then the largest, each on the first node that fits, and on a new
 * one where a pool may grow. Nothing that lies already is moved. An estimate of what scheduler and autoscaler do together:
 * what it places can be placed; what it leaves waiting may still fit another way.
 */
export function packPods(
  places: readonly NodePlace[],
  pods: readonly Pod[],
  begun: readonly PackedNode[] = emptyNodes(places),
): Packing {
  const nodes: OpenNode[] = begun.map(({ place, pods: present }) => ({
    place,
    pods: [...present],
    free: present.reduce((free, { each }) => without(free, each), place.room),
  }));
  const waiting: Waiting[] = [];
  for (const pod of inOrder(places, pods)) {
    const reason = putOne(places, nodes, pod);
    if (reason !== undefined) waiting.push({ group: pod.group, reason });
  }
  return { nodes: nodes.map(({ place, pods: present }) => ({ place, pods: present })), waiting };
}

function inOrder(places: readonly NodePlace[], pods: readonly Pod[]): Pod[] {
  const cpu = Math.max(1, ...places.map(({ room }) => room.milliCpu));
  const memory = Math.max(1, ...places.map(({ room }) => room.memoryMiB));
  const sizeOf = ({ each }: PodGroup): number => Math.max(each.milliCpu / cpu, each.memoryMiB / memory);
  const choices = ({ group, zone }: Pod): number =>
    places.filter((place) => (zone === undefined || place.zone === zone) && takes(place, group.nodes)).length;
  return [...pods]
    .map((pod) => ({ pod, choices: choices(pod), size: sizeOf(pod.group) }))
    .sort(
      (a, b) =>
        a.choices - b.choices ||
        b.size - a.size ||
        (a.pod.group.name < b.pod.group.name ? -1 : Number(a.pod.group.name > b.pod.group.name)),
    )
    .map(({ pod }) => pod);
}

function putOne(places: readonly NodePlace[], nodes: OpenNode[], pod: Pod): Reason | undefined {
  const { group } = pod;
  const possible = places.filter((place) => takes(place, group.nodes) && place.most > 0);
  if (possible.length === 0) return "no pool takes it";
  if (!possible.some(({ room, pods }) => pods > 0 && fitsInto(group.each, room))) return "larger than any node";
  const allowed = allowedZones(possible, nodes, group);
  if (allowed.size === 0) return "its spread forbids it";
  const zones = pod.zone === undefined ? allowed : new Map([...allowed].filter(([zone]) => zone === pod.zone));
  const node = openNodeFor(possible, zones, nodes, group) ?? newNodeFor(possible, zones, nodes, group);
  if (node === undefined) return "the pools are full";
  node.pods.push(group);
  node.free = without(node.free, group.each);
  return undefined;
}

/** Zones in which one more pod of the group keeps to its constraints, each with how many of them it has. */
function allowedZones(
  possible: readonly NodePlace[],
  nodes: readonly OpenNode[],
  group: PodGroup,
): Map<number, number> {
  const counts = new Map(possible.map(({ zone }) => [zone, 0]));
  for (const { place, pods } of nodes) {
    const count = counts.get(place.zone);
    if (count !== undefined) counts.set(place.zone, count + countOf(pods, group));
  }
  const fewest = Math.min(...counts.values());
  const most = group.alone === "zone" ? 0 : fewest + (group.skew.zone ?? Infinity) - 1;
  return new Map([...counts].filter(([, count]) => count <= most));
}

function openNodeFor(
  possible: readonly NodePlace[],
  zones: ReadonlyMap<number, number>,
  nodes: readonly OpenNode[],
  group: PodGroup,
): OpenNode | undefined {
  const most = mostOnNode(possible, nodes, group);
  return firstOf(
    nodes.filter(
      ({ place, pods, free }) =>
        zones.has(place.zone) &&
        possible.includes(place) &&
        pods.length < place.pods &&
        countOf(pods, group) <= most &&
        fitsInto(group.each, free),
    ),
    ({ place, pods }) => [isPreferred(place, group), zones.get(place.zone) ?? 0, countOf(pods, group)],
  );
}

// The fewest of all nodes that could take one, as the scheduler counts them.
function mostOnNode(possible: readonly NodePlace[], nodes: readonly OpenNode[], group: PodGroup): number {
  if (group.alone !== undefined) return 0;
  if (group.skew.node === undefined) return Infinity;
  const counts = nodes.filter(({ place }) => possible.includes(place)).map(({ pods }) => countOf(pods, group));
  return (counts.length === 0 ? 0 : Math.min(...counts)) + group.skew.node - 1;
}

function newNodeFor(
  possible: readonly NodePlace[],
  zones: ReadonlyMap<number, number>,
  nodes: OpenNode[],
  group: PodGroup,
): OpenNode | undefined {
  const place = firstOf(
    possible.filter(
      (candidate) =>
        zones.has(candidate.zone) &&
        candidate.pods > 0 &&
        fitsInto(group.each, candidate.room) &&
        nodes.filter((node) => node.place === candidate).length < candidate.most,
    ),
    (candidate) => [isPreferred(candidate, group), zones.get(candidate.zone) ?? 0],
  );
  if (place === undefined) return undefined;
  const node: OpenNode = { place, pods: [], free: place.room };
  nodes.push(node);
  return node;
}

/** The first of those whose ranks, compared one after the other, are lowest. */
function firstOf<T>(all: readonly T[], ranksOf: (one: T) => readonly number[]): T | undefined {
  let best: { readonly one: T; readonly ranks: readonly number[] } | undefined;
  for (const one of all) {
    const ranks = ranksOf(one);
    if (best === undefined || isLower(ranks, best.ranks)) best = { one, ranks };
  }
  return best?.one;
}

function isLower(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((rank, at) => rank !== b[at]);
  return index >= 0 && (a[index] ?? 0) < (b[index] ?? 0);
}

function isPreferred(place: NodePlace, { nodes }: PodGroup): number {
  return hasLabels(place.labels, nodes.prefers) ? 0 : 1;
}

function countOf(pods: readonly PodGroup[], group: PodGroup): number {
  return pods.reduce((sum, { name }) => (name === group.name ? sum + 1 : sum), 0);
}

function without(free: Requests, { milliCpu, memoryMiB }: Requests): Requests {
  return { milliCpu: free.milliCpu - milliCpu, memoryMiB: free.memoryMiB - memoryMiB };
}
