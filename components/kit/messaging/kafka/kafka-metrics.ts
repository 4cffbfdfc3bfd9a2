import { meshOff } from "../../labels.ts";
import { exporterSize } from "../../monitoring/exporter-size.ts";
import { quantities } from "../../sizes.ts";
import type { KafkaSpec } from "./kafka.ts";

/**
 * Numbers that nodes tell, by the beginnings of their names: what alerts and dashboards read. All of them would be thousands for each node,
 * since many are by partition.
 */
const told = [
  "kafka_controller_kafkacontroller.*",
  "kafka_log_logmanager.*",
  "kafka_network_socketserver.*",
  "kafka_server_brokertopicmetrics.*",
  "kafka_server_raft_metrics.*",
  "kafka_server_replicamanager.*",
  "kafka_server_socket_server_metrics_connection_count.*",
];

/**
 * How nodes tell their numbers, and what tells how far readers are behind, which no broker knows of itself.
 * https://strimzi.io/docs/operators/latest/deploying#proc-metrics-kafka-deploy-options-str
 * https://strimzi.io/docs/operators/latest/configuring#type-KafkaExporterSpec-reference
 */
export function decideKafkaMetrics(): {
  readonly nodes: Pick<KafkaSpec["kafka"], "metricsConfig">;
  readonly readers: Pick<KafkaSpec, "kafkaExporter">;
} {
  const { cpu, memory } = quantities(exporterSize);
  return {
    nodes: { metricsConfig: { type: "strimziMetricsReporter", values: { allowList: [...told] } } },
    readers: {
      kafkaExporter: {
        groupRegex: ".*",
        topicRegex: ".*",
        resources: { requests: { cpu, memory }, limits: { memory } },
        template: { pod: { metadata: { labels: { ...meshOff } } } },
      },
    },
  };
}
