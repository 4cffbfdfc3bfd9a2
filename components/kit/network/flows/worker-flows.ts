import type { Environment } from "../../../../environments/schema/environment.ts";
import type { KafkaWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { decideCaptures, type Capture } from "../../messaging/kafka/connect/kafka-captures.ts";
import { decideConnectors, hasConnect } from "../../messaging/kafka/connect/kafka-connectors.ts";
import { mirrorsOf } from "../../messaging/kafka/connect/kafka-mirrors.ts";
import { captureWorkers, mirrorWorkers } from "../../messaging/kafka/connect/kafka-workers.ts";
import { ports } from "../ports.ts";
import { apiServerPorts, operatorPods, type Flow, type FlowOptions, type Peer, type Pods } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/** The stores of an environment and, where some are mirrors of peers', its peers. */
export type WorkerPlaces = Pick<Environment, "stores"> & {
  readonly network?: Pick<Environment["network"], "peers"> | undefined;
};

/** Port of the workers' own API: the operator tells them there what to do, and they pass it on among each other. */
const restPort = 8083;

/** Workers of Kafka Connect, by the labels that the operator gives their pods and their Service's selector. */
export function workerPods(name: string): Pods {
  return { kind: "pods", namespace: namespaces.data, name, labels: { "strimzi.io/cluster": name } };
}

/** All workers beside a Kafka store: those that capture and connect, and those of each mirror. */
export function workersOf(store: string, wish: Pick<KafkaWish, "captures" | "connectors" | "mirrors">): Pods[] {
  return [
    ...(hasConnect(wish) ? [workerPods(captureWorkers(store).name)] : []),
    ...mirrorsOf(wish).map(([mirror]) => workerPods(mirrorWorkers(store, mirror).name)),
  ];
}

/**
 * What workers reach: their Kafka, each other, the API server, where they read their passwords, the databases that they capture and the
 * Kafkas that they copy.
 */
export function workerFlows({ stores, network }: WorkerPlaces, options: FlowOptions): Flow[] {
  const { operators } = options;
  return Object.entries(stores).flatMap(([store, wish]) => {
    if (wish.kind !== "kafka" || wish.placement !== "in-cluster") return [];
    const among = workersOf(store, wish).flatMap((pods): Flow[] => [
      { from: pods, to: storePods(store, "kafka"), ports: [ports.kafka] },
      { from: pods, to: pods, ports: [restPort] },
      { from: pods, to: { kind: "anywhere" }, ports: apiServerPorts },
      ...operators
        .filter(({ kind }) => kind === "kafka")
        .map((operator) => ({ from: operatorPods(operator), to: pods, ports: [restPort] })),
    ]);
    const captured = decideCaptures(store, wish, stores).flatMap((capture) =>
      captureFlows(workerPods(captureWorkers(store).name), capture, stores[capture.from], options),
    );
    const mirrored = mirrorsOf(wish).map(([mirror, { bootstrap, peer }]) => ({
      from: workerPods(mirrorWorkers(store, mirror).name),
      to: mirrorPlace(network, peer),
      ports: [...new Set(bootstrap.map((text) => Number(text.slice(text.lastIndexOf(":") + 1))))].sort((a, b) => a - b),
    }));
    const connected = decideConnectors(store, wish).map(({ wish: { ports: open, peer } }) => ({
      from: workerPods(captureWorkers(store).name),
      to: mirrorPlace(network, peer),
      ports: [...new Set(open)].sort((a, b) => a - b),
    }));
    return [...among, ...captured, ...connected, ...mirrored];
  });
}

/** Workers reach what they capture: pods in the cluster, or the cloud's own servers where those have their addresses. */
function captureFlows(
  workers: Pods,
  { from, kind }: Pick<Capture, "from" | "kind">,
  wish: StoreWish | undefined,
  { managed, managedCidrs }: FlowOptions,
): Flow[] {
  if (wish?.placement !== "managed") return [{ from: workers, to: storePods(from, kind), ports: [ports[kind]] }];
  if (managedCidrs.length === 0) return [];
  return [{ from: workers, to: { kind: "blocks", cidrs: managedCidrs }, ports: managed[kind].ports }];
}

/** The other environment's addresses where it is a peer; a name's addresses can't be told otherwise. */
function mirrorPlace(network: WorkerPlaces["network"], peer: string | undefined): Peer {
  const found = peer === undefined ? undefined : network?.peers[peer];
  return found === undefined ? { kind: "anywhere" } : { kind: "blocks", cidrs: [found.cidr] };
}
