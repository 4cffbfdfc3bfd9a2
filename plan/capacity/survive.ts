import {
  emptyNodes,
  packPods,
  type PackedNode,
  type Packing,
  type Pod,
  type Reason,
  type Waiting,
} from "./pack-pods.ts";
import { decideKeepingMend } from "./mend-keeping.ts";
import type { NodePlace } from "./node-places.ts";
import { podsAt, type Domain, type Load, type PodGroup } from "./pod-group.ts";
import { mostLost } from "./together.ts";

/** One thing that the loss of a zone or node would end. */
export interface Finding {
  /** The group of pods that it is about. */
  readonly group: string;
  readonly says: string;
  /** What to write where in the environment; the empty string where nothing there would help. */
  readonly mend: string;
}

/** What has to outlive a loss. */
export interface Stake {
  readonly places: readonly NodePlace[];
  readonly groups: readonly PodGroup[];
  /** Whether volumes of a class are bound to the zone in which they were made. */
  readonly isZonal: (storageClass: string) => boolean;
}

/** Work that can wait or be done again, and what runs on every node, need no room elsewhere. */
function mustGoOn({ kind }: Pick<PodGroup, "kind">): boolean {
  return kind !== "job" && kind !== "every node";
}

/** The pods of groups at a load. */
export function podsOf(groups: readonly PodGroup[], load: Load): Pod[] {
  return groups
    .filter(({ kind }) => kind !== "every node")
    .flatMap((group) => Array.from({ length: podsAt(group, load) }, () => ({ group })));
}

/** Whether enough is left of everything that needs several, wherever the pods lie that their constraints allow. */
export function decideKeeping({ places, groups }: Stake, domain: Domain): Finding[] {
  return groups.filter(mustGoOn).flatMap((group) =>
    group.keeps.flatMap((keep): Finding[] => {
      const lost = Math.min(keep.of, mostLost(group, keep, domain, places));
      const left = keep.of - lost;
      if (left >= keep.need) return [];
      return [
        {
          group: group.name,
          says: `${lost} of ${keep.of} ${keep.what} may be ${domain === "zone" ? "in" : "on"} one ${domain}: ${left} left, ${keep.need} needed`,
          mend: decideKeepingMend(group, keep, domain, places),
        },
      ];
    }),
  );
}

/**
 * The pods for which there would be no room after the loss of any one zone or node, the others growing as far as they may.
 * What lies elsewhere stays where it is. A pod whose volume is bound to a zone waits for it, or for the node that its pool
 * makes instead; and one that may only be where others of its group aren't waits by design. What is left of their group is
 * another question.
 */
export function decideHomeless(stake: Stake, domain: Domain, load: Load): Waiting[] {
  const before = packPods(stake.places, podsOf(stake.groups.filter(mustGoOn), load), emptyNodes(stake.places));
  if (before.waiting.length > 0) return [...before.waiting];
  const losses = domain === "zone" ? zonesOf(stake.places) : before.nodes.keys();
  const worst = new Map<string, Waiting[]>();
  for (const lost of losses) {
    const waiting = afterLoss(stake, before, domain, lost).waiting.filter(
      ({ group, reason }) => !isBound(stake, group) && reason !== "its spread forbids it",
    );
    for (const [name, pods] of Map.groupBy(waiting, ({ group }) => group.name))
      if (pods.length > (worst.get(name)?.length ?? 0)) worst.set(name, pods);
  }
  return [...worst.values()].flat();
}

/** What is where once a zone, or the node of an index, is gone and its pods have gone elsewhere. */
export function afterLoss(stake: Stake, before: Packing, domain: Domain, lost: number): Packing {
  const isLost = (node: PackedNode, index: number): boolean =>
    domain === "zone" ? node.place.zone === lost : index === lost;
  const gone = before.nodes.filter(isLost);
  const displaced = gone.flatMap(({ place, pods }) =>
    pods.flatMap((group): Pod[] => {
      if (!isBound(stake, group)) return [{ group }];
      return domain === "zone" ? [] : [{ group, zone: place.zone }];
    }),
  );
  // The place of a lost node stays taken until its pool has made another.
  const shrunk = new Map(stake.places.map((place) => [place, shrink(place, gone, domain)]));
  const places = [...shrunk.values()].filter((place) => domain === "node" || place.zone !== lost);
  const rest = before.nodes
    .filter((node, index) => !isLost(node, index))
    .map(({ place, pods }) => ({ place: shrunk.get(place) ?? place, pods }));
  return packPods(places, displaced, rest);
}

function isBound({ isZonal }: Stake, { claims }: PodGroup): boolean {
  return claims.some(({ storageClass }) => isZonal(storageClass));
}

function shrink(place: NodePlace, gone: readonly PackedNode[], domain: Domain): NodePlace {
  if (domain === "zone" || !gone.some((node) => node.place === place)) return place;
  return { ...place, most: place.most - 1 };
}

function zonesOf(places: readonly NodePlace[]): Iterable<number> {
  return new Set(places.map(({ zone }) => zone));
}

/** How many pods of each group found no room, and why. */
export function countWaiting(waiting: readonly Waiting[]): { group: PodGroup; count: number; reason: Reason }[] {
  return [...Map.groupBy(waiting, ({ group }) => group.name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const [first] = all;
      return first === undefined ? [] : [{ group: first.group, count: all.length, reason: first.reason }];
    });
}
