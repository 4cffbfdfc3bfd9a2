import type { NodePlace } from "./node-places.ts";
import type { Packing } from "./pack-pods.ts";
import { sumOf, times, type Requests } from "./pod-group.ts";

/** What pods ask for of a pool's nodes in a zone. */
export interface UsageRow {
  readonly pool: string;
  readonly zone: number;
  readonly nodes: number;
  readonly pods: number;
  readonly requested: Requests;
  /** What they may ask for on these nodes. */
  readonly room: Requests;
  /** What they could ask for besides, on these nodes and on those that the pool may still make there. */
  readonly left: Requests;
}

/** What lies where, by pool and zone. */
export function decideUsage(places: readonly NodePlace[], { nodes }: Packing): UsageRow[] {
  return places.map((place) => {
    const own = nodes.filter((node) => node.place === place);
    const pods = own.flatMap((node) => node.pods);
    const requested = sumOf(pods.map(({ each }) => each));
    const all = times(place.room, Math.max(own.length, place.most));
    return {
      pool: place.pool,
      zone: place.zone + 1,
      nodes: own.length,
      pods: pods.length,
      requested,
      room: times(place.room, own.length),
      left: { milliCpu: all.milliCpu - requested.milliCpu, memoryMiB: all.memoryMiB - requested.memoryMiB },
    };
  });
}
