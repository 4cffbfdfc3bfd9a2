import { kindsOf, type ChartValues, type PinnedChart } from "./catalogue.ts";

const kind = kindsOf("monitoring.coreos.com", "v1");

/**
 * Defines the kinds by which a Prometheus is told what to read, and runs nothing: stores say what is watched of them whether somebody
 * listens yet or not. A platform that has the kinds already has them taken over.
 * https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds
 */
export const prometheusOperatorCrds: PinnedChart = {
  name: "prometheus-operator-crds",
  source: "oci://ghcr.io/prometheus-community/charts/prometheus-operator-crds",
  version: "31.0.1",
  appVersion: "v0.93.1",
  licence: "Apache-2.0",
  docs: "https://prometheus-operator.dev/docs/api-reference/api/",
  kubernetes: ["1.30", "1.36"],
  kinds: [
    kind("PodMonitor", "podmonitors"),
    kind("PrometheusRule", "prometheusrules"),
    kind("ServiceMonitor", "servicemonitors"),
  ],
  images: [],
  pods: {},
};

/** Kinds that who runs a Prometheus needs besides. */
const others = [
  "alertmanagerconfigs",
  "alertmanagers",
  "probes",
  "prometheusagents",
  "prometheuses",
  "scrapeconfigs",
  "thanosrulers",
] as const;

/** The chart's values: of its kinds those that say what to read. */
export function decideMonitoringKinds(): ChartValues {
  return { crds: Object.fromEntries(others.map((name) => [name, { enabled: false }])) };
}
