import { decideStoreDoors, type DoorPlaces } from "../doors.ts";
import type { Flow, Pods } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/** Callers from outside reach a store's pods by their own addresses, which load balancers keep. */
export function doorFlows(store: string, to: Pods, places: DoorPlaces): Flow[] {
  return decideStoreDoors(store, places).map(({ sources, ports }) => ({
    from: { kind: "blocks", cidrs: sources },
    to,
    ports,
  }));
}

/** Other environments read from Kafkas in the cluster. */
export function brokerFlows(places: DoorPlaces): Flow[] {
  return Object.entries(places.stores).flatMap(([store, { kind }]) =>
    kind === "kafka" ? doorFlows(store, storePods(store, kind), places) : [],
  );
}
