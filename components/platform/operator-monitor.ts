import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import type { PinnedChart } from "../../charts/catalogue.ts";
import { decideLabels } from "../kit/labels.ts";
import type { Surroundings } from "../kit/surroundings.ts";

/**
 * Where a Prometheus finds the numbers of an operator that has some. What an operator says of a namespace stays under that name: of
 * certificates it is where they are.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint
 */
export function createOperatorMonitor(
  name: string,
  {
    entry,
    namespace,
    surroundings,
  }: { readonly entry: PinnedChart; readonly namespace: Input<string>; readonly surroundings: Surroundings },
  opts: CustomResourceOptions,
): void {
  if (entry.metrics === undefined) return;
  const subject = { name: entry.name, component: "operator", partOf: surroundings.system } as const;
  new CustomResource(
    name,
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name: entry.name, namespace, labels: decideLabels(subject, surroundings.tags) },
      spec: {
        selector: { matchLabels: { ...entry.pods } },
        podMetricsEndpoints: [{ port: entry.metrics.portName, path: "/metrics", scheme: "http", honorLabels: true }],
      },
    },
    opts,
  );
}
