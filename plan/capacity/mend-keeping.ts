import { takes, type NodePlace } from "./node-places.ts";
import type { Domain, Keep, PodGroup } from "./pod-group.ts";
import { mostLost } from "./together.ts";

/**
 * What would keep enough of a group: a node in every zone, where evenness can't be measured without; demanding evenness,
 * which only production does; else what its reader says. Each is tried before it is said.
 */
export function decideKeepingMend(group: PodGroup, keep: Keep, domain: Domain, places: readonly NodePlace[]): string {
  const suffices = (changed: PodGroup, among: readonly NodePlace[]): boolean =>
    keep.of - mostLost(changed, keep, domain, among) >= keep.need;
  const possible = places.filter((place) => place.most > 0 && takes(place, group.nodes));
  const [first] = possible;
  if (first === undefined || keep.apart !== "pods") return keep.mend;
  const zones = new Set(possible.map(({ zone }) => zone)).size;
  const everywhere = places.map((place) =>
    place.pool === first.pool ? { ...place, least: Math.max(1, place.least) } : place,
  );
  if (suffices(group, everywhere)) return `cluster.pools.${first.pool}.min: ${zones}`;
  const demanding = { ...group, skew: { ...group.skew, zone: 1 } };
  if (group.skew.zone === undefined && suffices(demanding, everywhere)) return "tier: production";
  return keep.mend;
}
