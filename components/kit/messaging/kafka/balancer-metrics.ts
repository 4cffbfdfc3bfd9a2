import { canonicalJson } from "../../names.ts";
import type { BalancerSpec } from "./kafka-balancer.ts";

/** Key of the settings in their ConfigMap. */
const settingsKey = "metrics.json";

/**
 * Numbers of Cruise Control that are told, by its names for them: how it sees the load, what it makes of it, and what it moves. Each has one value.
 * https://github.com/linkedin/cruise-control/wiki/Sensors
 */
const told = [
  "AnomalyDetector.balancedness-score",
  "Executor.replica-action-in-progress",
  "Executor.replica-action-pending",
  "LoadMonitor.monitored-partitions-percentage",
  "LoadMonitor.valid-windows",
] as const;

/** A number's name as a Prometheus has it. */
export function balancerNumber(number: (typeof told)[number]): string {
  return `kafka_cruisecontrol_${number.toLowerCase().replaceAll(/[.-]/g, "_")}`;
}

/** The settings of what reads Cruise Control's numbers: these, and nothing of Java's. */
const settings = canonicalJson({
  includeObjectNames: told.map((name) => `kafka.cruisecontrol:name=${name}`),
  rules: told.map((name) => ({
    pattern: `kafka.cruisecontrol<name=${name.replaceAll(".", "\\.")}><>Value:`,
    name: balancerNumber(name),
    type: "GAUGE",
  })),
});

/** Name of the ConfigMap with the settings, and what is in it. */
export function decideBalancerSettings(store: string): {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
} {
  return { name: `${store}-cruise-control-metrics`, data: { [settingsKey]: settings } };
}

/**
 * How Cruise Control tells its numbers: by JMX alone.
 * https://strimzi.io/docs/operators/latest/configuring#type-CruiseControlSpec-reference
 */
export function decideBalancerMetrics(store: string): NonNullable<BalancerSpec["metricsConfig"]> {
  return {
    type: "jmxPrometheusExporter",
    valueFrom: { configMapKeyRef: { name: decideBalancerSettings(store).name, key: settingsKey } },
  };
}
