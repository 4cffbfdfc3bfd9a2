import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { ComponentResource } from "@pulumi/pulumi";
import type { Capture } from "../../../kit/messaging/kafka/connect/kafka-captures.ts";
import type { Workers } from "../../../kit/messaging/kafka/connect/kafka-workers.ts";
import { decideMetricsConfig } from "../../../kit/messaging/kafka/connect/worker-metrics.ts";
import type { StoreMetadata } from "../../store-metadata.ts";

/** What says which of their numbers workers tell. They don't start without it: depend on it. */
export function createMetricsConfig(
  name: string,
  workers: Workers,
  metadata: StoreMetadata,
  opts: { readonly parent: ComponentResource },
  captures?: readonly Pick<Capture, "kind">[],
): ConfigMap {
  const { name: object, data } = decideMetricsConfig(workers, captures);
  return new ConfigMap(`${name}-metrics`, { metadata: metadata(object), data: { ...data } }, opts);
}
