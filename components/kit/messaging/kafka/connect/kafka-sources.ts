import type { KafkaWish } from "../../../../../environments/schema/stores/stores.ts";
import type { Capacity } from "../../../sizes.ts";
import type { Topic } from "../kafka-topics.ts";
import { decideCaptures, decideCaptureTopics, type CapturedStores } from "./kafka-captures.ts";
import { decideConnectors, decideConnectorTopics, hasConnect } from "./kafka-connectors.ts";
import { mirrorsOf } from "./kafka-mirrors.ts";
import { captureWorkers, decideWorkerTopics, mirrorWorkers, workerCapacity, workerCount } from "./kafka-workers.ts";

/** Topics of a Kafka store for what comes from elsewhere: those of captured tables and of connectors, and what workers note. In order of name. */
export function decideSourceTopics(
  store: string,
  wish: Pick<KafkaWish, "captures" | "connectors" | "mirrors">,
  stores: CapturedStores,
): Topic[] {
  return [
    ...decideCaptureTopics(decideCaptures(store, wish, stores)),
    ...decideConnectorTopics(decideConnectors(store, wish)),
    ...(hasConnect(wish) ? decideWorkerTopics(captureWorkers(store)) : []),
    ...mirrorsOf(wish).flatMap(([mirror]) => decideWorkerTopics(mirrorWorkers(store, mirror))),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The pods beside a Kafka store that bring messages from elsewhere. */
export function decideSourcePods(
  wish: Pick<KafkaWish, "brokers" | "captures" | "connectors" | "mirrors" | "workerSize">,
): { readonly count: number; readonly each: Capacity; readonly claims: number }[] {
  const groups = (hasConnect(wish) ? 1 : 0) + mirrorsOf(wish).length;
  return Array.from({ length: groups }, () => ({ count: workerCount(wish), each: workerCapacity(wish), claims: 0 }));
}
