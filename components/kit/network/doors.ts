import type { Environment } from "../../../environments/schema/environment.ts";
import type { StoreWish } from "../../../environments/schema/stores/stores.ts";
import type { Labels } from "../labels.ts";
import type { BalancerFacts, BalancerWay, Door } from "./balancers.ts";
import { decidePeerBlocks } from "./peers.ts";
import { kafkaOutsidePort, mqttPorts } from "./ports.ts";

/** The stores of an environment and, for who may call from outside, its peers. */
export type DoorPlaces = Pick<Environment, "stores"> & {
  readonly network?: Pick<Environment["network"], "peers"> | undefined;
};

/** Blocks that may call from outside: those that are named, or the peers'. In order. */
export function decideSources(
  { network }: Pick<DoorPlaces, "network">,
  { sourceRanges }: { readonly sourceRanges?: readonly string[] | undefined },
): string[] {
  return sourceRanges === undefined
    ? decidePeerBlocks({ network: network ?? { peers: {} } })
    : [...sourceRanges].sort();
}

/** What leads from outside to the pods of a store, in order of name: to each of them by itself, or to any. */
export function decideStoreDoors(store: string, places: DoorPlaces): Door[] {
  const wish = Object.entries(places.stores).find(([name]) => name === store)?.[1];
  if (wish?.placement !== "in-cluster") return [];
  if (wish.kind === "rabbitmq" && wish.mqtt?.outside !== undefined) {
    const { outside, web } = wish.mqtt;
    const open = web ? [mqttPorts.mqtt, mqttPorts.web] : [mqttPorts.mqtt];
    return [
      {
        name: deviceDoor(store, outside.scope),
        scope: outside.scope,
        ports: open,
        sources: decideSources(places, outside),
      },
    ];
  }
  if (wish.kind === "kafka" && wish.outside !== undefined) {
    const sources = decideSources(places, wish.outside);
    return [{ name: `${store}-brokers`, scope: "internal", ports: [kafkaOutsidePort], sources }];
  }
  return [];
}

/** All doors of an environment, in order of name. */
export function decideDoors(places: DoorPlaces): Door[] {
  return Object.keys(places.stores)
    .flatMap((store) => decideStoreDoors(store, places))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name of the Service by which devices come from outside: another for each scope, since no cloud turns one balancer into the other. */
function deviceDoor(store: string, scope: Door["scope"]): string {
  return scope === "internal" ? `${store}-devices` : `${store}-devices-public`;
}

/** Load balancers before a store that is reached from outside: one for each broker of a Kafka, else one for all. */
export function balancersOf(wish: StoreWish): number {
  return wish.kind === "kafka" ? wish.brokers : 1;
}

/**
 * What a quota leaves for doors: devices' twice, since another scope's comes before the one that goes, and one for each broker of a Kafka. A
 * balancer takes a port of every node for each of its own. https://kubernetes.io/docs/concepts/policy/resource-quotas/#object-count-quota
 */
export function decideDoorRoom(places: DoorPlaces) {
  const rooms = Object.entries(places.stores).flatMap(([store, wish]) => {
    const count = wish.kind === "kafka" ? balancersOf(wish) : 2;
    return decideStoreDoors(store, places).map(({ ports: open }) => ({ count, ports: count * open.length }));
  });
  const sum = (of: "count" | "ports") => rooms.reduce((total, room) => total + room[of], 0);
  return { "services.loadbalancers": String(sum("count")), "services.nodeports": String(sum("ports")) };
}

/** How the cloud makes a balancer of a scope. Throws where it can't: its capabilities say so before anything is made. */
export function balancerWay(
  balancers: BalancerFacts | undefined,
  scope: Door["scope"],
): BalancerWay & Pick<BalancerFacts, "record"> {
  const way = balancers?.[scope];
  if (balancers === undefined || way === undefined) throw new Error(`there are no ${scope} load balancers here`);
  return { ...way, record: balancers.record };
}

/**
 * A Service before pods, reached from outside: connections go to nodes that have a pod, and callers keep their addresses on the way, so that
 * network policies can tell them apart. https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
export function decideDoorService({ ports: open, sources }: Door, selector: Labels) {
  return {
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    loadBalancerSourceRanges: [...sources],
    ipFamilyPolicy: "SingleStack",
    selector: { ...selector },
    ports: open.map((port) => ({ name: `tcp-${port}`, port, targetPort: port, protocol: "TCP" })),
  };
}
