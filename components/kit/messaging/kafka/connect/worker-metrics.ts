import { canonicalJson } from "../../../names.ts";
import { capturePlugins } from "./capture-connector.ts";
import type { Capture, CapturedKind } from "./kafka-captures.ts";
import type { ConnectSpec, Workers } from "./kafka-workers.ts";

/** TCP port on which workers tell their numbers, and what it is called, as at brokers. */
export const workerMetrics = { name: "tcp-prometheus", port: 9404 } as const;

/** Key of the settings in their ConfigMap. */
const settingsKey = "metrics.json";

/** A number that is told: the exporter finds a pattern anywhere in `domain<type=…, key=…><>attribute: value`. */
interface Rule {
  readonly pattern: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: "COUNTER" | "GAUGE";
  /** Where the value is a text. */
  readonly value?: "1";
}

/** A connector's or topic's name, in quotes where it has a sign that Java would take for its own. */
const named = String.raw`"?([^",]+?)"?`;
const task = `connector=${named}, task=([0-9]+)`;
const topic = `topic=${named}, partition=([0-9]+)`;

/** The databases that workers may read have names of their own; PostgreSQL alone where nothing else is captured. */
type Sources = readonly string[];

const rulesOf = (sources: Sources): readonly Rule[] => [...connectRules, debeziumRule(sources), ...mirrorRules];

const connectRules: readonly Rule[] = [
  {
    pattern: `kafka.connect<type=connector-task-metrics, ${task}><>status: ([a-z-]+)`,
    name: "kafka_connect_connector_task_status",
    labels: { connector: "$1", task: "$2", status: "$3" },
    type: "GAUGE",
    value: "1",
  },
  {
    pattern: `kafka.connect<type=connector-metrics, connector=${named}><>status: ([a-z-]+)`,
    name: "kafka_connect_connector_status",
    labels: { connector: "$1", status: "$2" },
    type: "GAUGE",
    value: "1",
  },
  {
    pattern: `kafka.connect<type=source-task-metrics, ${task}><>source-record-write-total:`,
    name: "kafka_connect_source_task_source_record_write_total",
    labels: { connector: "$1", task: "$2" },
    type: "COUNTER",
  },
  {
    pattern: `kafka.connect<type=task-error-metrics, ${task}><>total-record-failures:`,
    name: "kafka_connect_task_error_record_failures_total",
    labels: { connector: "$1", task: "$2" },
    type: "COUNTER",
  },
];

const mirrorRules: readonly Rule[] = [
  {
    pattern: `kafka.consumer<type=consumer-fetch-manager-metrics, client-id=.+replication-consumer"?, ${topic}><>records-lag:`,
    name: "kafka_consumer_fetch_manager_records_lag",
    labels: { topic: "$1", partition: "$2" },
    type: "GAUGE",
  },
  {
    pattern: `kafka.consumer<type=consumer-fetch-manager-metrics, client-id="?([^"]+replication-consumer)"?><>fetch-total:`,
    name: "kafka_consumer_fetch_manager_fetch_total",
    labels: { client: "$1" },
    type: "COUNTER",
  },
  {
    pattern: `kafka.connect.mirror<type=MirrorSourceConnector, source=.+, target=.+, ${topic}><>replication-latency-ms-max:`,
    name: "kafka_connect_mirror_replication_latency_ms_max",
    labels: { topic: "$1", partition: "$2" },
    type: "GAUGE",
  },
];

/** How far a capture is behind, by the database's name. */
function debeziumRule(sources: Sources): Rule {
  return {
    pattern: `debezium.${alternatives(sources)}<type=connector-metrics, context=streaming, server=${serverOf(sources)}><>(MilliSecondsBehindSource|TotalNumberOfEventsSeen):`,
    name: "debezium_streaming_$2",
    labels: { server: "$1" },
    type: "GAUGE",
  };
}

/** What is looked at: a worker has thousands of numbers besides. */
const lookedOf = (sources: Sources): readonly string[] => [
  ...sources.map((source) => `debezium.${source}:type=connector-metrics,context=streaming,*`),
  "kafka.connect:type=connector-metrics,*",
  "kafka.connect:type=connector-task-metrics,*",
  "kafka.connect:type=source-task-metrics,*",
  "kafka.connect:type=task-error-metrics,*",
  "kafka.connect.mirror:type=MirrorSourceConnector,*",
  "kafka.consumer:type=consumer-fetch-manager-metrics,*",
];

/** One of several names is a group that isn't numbered. */
function alternatives(sources: Sources): string {
  return sources.length === 1 ? sources.join("") : `(?:${sources.join("|")})`;
}

/** MongoDB's numbers are those of a task. */
function serverOf(sources: Sources): string {
  return sources.includes("mongodb") ? "([^,]+)(?:, task=[0-9]+)?" : "([^,]+)";
}

/** The settings of what reads workers' numbers: of mirrors as of those that capture PostgreSQL, unless others are captured. */
export function decideMetricsSettings(captures: readonly Pick<Capture, "kind">[] = []): string {
  const kinds = new Set<CapturedKind>(captures.length === 0 ? ["postgres"] : captures.map(({ kind }) => kind));
  const sources = [...kinds].map((kind) => capturePlugins[kind].metrics).sort();
  return canonicalJson({
    lowercaseOutputName: true,
    includeObjectNames: [...lookedOf(sources)],
    rules: rulesOf(sources).map((rule) => ({ ...rule })),
  });
}

/** Name of the ConfigMap with the settings, and what is in it. */
export function decideMetricsConfig(
  { name }: Workers,
  captures?: readonly Pick<Capture, "kind">[],
): {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
} {
  return { name: `${name}-metrics`, data: { [settingsKey]: decideMetricsSettings(captures) } };
}

/**
 * How workers tell their numbers: by JMX, where Debezium and MirrorMaker have theirs; Strimzi's own reporter sees Kafka's alone.
 * https://strimzi.io/docs/operators/latest/configuring#type-JmxPrometheusExporterMetrics-reference
 * https://github.com/prometheus/jmx_exporter
 */
export function decideWorkerMetrics(workers: Workers): NonNullable<ConnectSpec["metricsConfig"]> {
  return {
    type: "jmxPrometheusExporter",
    valueFrom: { configMapKeyRef: { name: decideMetricsConfig(workers).name, key: settingsKey } },
  };
}
