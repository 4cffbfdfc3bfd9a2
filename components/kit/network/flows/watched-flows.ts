import type { InClusterKind } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { mariadbExporterLabels } from "../../monitoring/scrape.ts";
import { entityOperatorPorts, metricsPorts, ports } from "../ports.ts";
import type { Flow, Pods } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/**
 * A Prometheus that an operator of it made, wherever that comes from: it runs in a namespace of its own.
 * https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/server/statefulset.go
 */
export const prometheusPods: Pods = {
  kind: "pods",
  namespace: namespaces.monitoring,
  name: "prometheus",
  labels: { "app.kubernetes.io/name": "prometheus" },
};

/** A Prometheus, and nobody else, reads the numbers of a store's pods; of MariaDB's, those of the exporter that asks each server. */
export function watchedFlows(store: string, kind: InClusterKind): Flow[] {
  const pods = storePods(store, kind);
  const open = [metricsPorts[kind], ...(kind === "kafka" ? entityOperatorPorts.map(({ port }) => port) : [])];
  if (kind !== "mysql") return [{ from: prometheusPods, to: pods, ports: open }];
  const labels = mariadbExporterLabels(store);
  const exporter: Pods = { kind: "pods", namespace: namespaces.data, name: `metrics.${store}`, labels };
  return [
    { from: prometheusPods, to: exporter, ports: open },
    { from: exporter, to: pods, ports: [ports.mysql] },
  ];
}
