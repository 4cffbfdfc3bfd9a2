import { fitsInto, takes, type NodePlace } from "./node-places.ts";
import { times, type Domain, type Keep, type PodGroup } from "./pod-group.ts";

/**
 * How many of a number of a group's pods one zone or node may hold at worst, whatever the scheduler likes: only what
 * forbids counts. Evenness over zones is only measured over zones in which there is a node already, so it is worth no
 * more than the zones in which pools always have one.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#known-limitations
 */
export function mostTogether(group: PodGroup, count: number, domain: Domain, places: readonly NodePlace[]): number {
  const possible = places.filter((place) => place.most > 0 && takes(place, group.nodes));
  const inZone = group.alone === "zone" ? Math.min(1, count) : evenly(count, group.skew.zone, zonesThere(possible));
  if (domain === "zone") return inZone;
  if (group.alone !== undefined) return Math.min(1, count);
  return Math.min(inZone, evenly(count, group.skew.node, nodesThere(possible)), fitOnOne(group, possible));
}

/** Most that lie in one of several places when one more may only go where fewest are, but for a difference. */
function evenly(count: number, skew: number | undefined, places: number): number {
  if (skew === undefined || places === 0) return count;
  return Math.min(count, Math.floor((count + (places - 1) * skew) / places));
}

function zonesThere(possible: readonly NodePlace[]): number {
  return new Set(possible.filter(({ least }) => least > 0).map(({ zone }) => zone)).size;
}

function nodesThere(possible: readonly NodePlace[]): number {
  return possible.reduce((sum, { least }) => sum + least, 0);
}

function fitOnOne({ each }: PodGroup, possible: readonly NodePlace[]): number {
  const fit = ({ room, pods }: NodePlace): number => {
    let count = 0;
    while (count < pods && fitsInto(times(each, count + 1), room)) count += 1;
    return count;
  };
  return Math.max(0, ...possible.map(fit));
}

/** How many of what has to be kept may be lost with one zone or node at worst. */
export function mostLost(group: PodGroup, keep: Keep, domain: Domain, places: readonly NodePlace[]): number {
  const zones = new Set(places.filter(({ most }) => most > 0).map(({ zone }) => zone)).size;
  switch (keep.apart) {
    case "nothing":
      return keep.of;
    case "zones":
      return Math.ceil(keep.of / Math.max(1, zones));
    case "pods":
      return mostTogether(group, keep.of, domain, places);
    default:
      return keep.apart satisfies never;
  }
}
