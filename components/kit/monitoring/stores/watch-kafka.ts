import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import { controllerCount, decideCopies } from "../../messaging/kafka/kafka.ts";
import { hasBalancer } from "../../messaging/kafka/kafka-balancer.ts";
import type { Surroundings } from "../../surroundings.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, majorityOf, type Presence } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";
import { watchKafkaOperators } from "./watch-kafka-operators.ts";

/** Part of a broker's volume below which people are told: before Kafka itself slows those who write, at a tenth. */
const free = 0.15;

/**
 * Kafka by Strimzi: numbers of brokers and controllers by its metrics reporter, and how far behind readers are by kafka_exporter.
 * https://github.com/strimzi/metrics-reporter
 * https://github.com/strimzi/strimzi-kafka-operator/tree/1.2.0/examples/metrics/strimzi-metrics-reporter
 * https://github.com/danielqsj/kafka_exporter/blob/v1.9.0/kafka_exporter.go
 * https://kafka.apache.org/documentation/#monitoring
 */
export function watchKafka(
  store: string,
  wish: KafkaWish,
  surroundings: Pick<Surroundings, "costMode" | "tier">,
): StoreWatch {
  const series = seriesOf(store, "kafka");
  const common = {
    store,
    presence: presenceOf(store, wish, series),
    claims: `data-[0-9]+-${store}-${store}-(broker|controller|dual)-[0-9]+`,
    free,
    certificates: `${store}-tls`,
  };
  const operators = watchKafkaOperators(store, series, hasBalancer(wish.brokers, surroundings));
  return {
    alerts: [
      ...commonAlerts(common),
      ...partitionAlerts(series, wish),
      ...nodeAlerts(series),
      ...readerAlerts(series),
      ...operators.alerts,
    ],
    panels: [...commonPanels(common), ...panelsOf(series), ...operators.panels],
  };
}

function panelsOf(series: string): Panel[] {
  return [
    {
      title: "Readers behind, in messages",
      unit: "short",
      queries: [
        {
          expr: `sum by (consumergroup, topic) (kafka_consumergroup_lag{${series}})`,
          legend: "{{consumergroup}} {{topic}}",
        },
      ],
    },
    {
      title: "Bytes in and out",
      unit: "Bps",
      queries: [
        {
          expr: `sum(rate(kafka_server_brokertopicmetrics_bytesinpersec_total{${series},topic=""}[5m]))`,
          legend: "in",
        },
        {
          expr: `sum(rate(kafka_server_brokertopicmetrics_bytesoutpersec_total{${series},topic=""}[5m]))`,
          legend: "out",
        },
      ],
    },
    {
      title: "Partitions without all copies, or without enough to write",
      unit: "short",
      queries: [
        { expr: `sum(kafka_server_replicamanager_underreplicatedpartitions{${series}})`, legend: "copies missing" },
        { expr: `sum(kafka_server_replicamanager_underminisrpartitioncount{${series}})`, legend: "not writable" },
        { expr: `sum(kafka_controller_kafkacontroller_offlinepartitionscount{${series}})`, legend: "offline" },
      ],
    },
    {
      title: "Connections",
      unit: "short",
      queries: [
        { expr: `sum by (pod) (kafka_server_socket_server_metrics_connection_count{${series}})`, legend: "{{pod}}" },
      ],
    },
  ];
}

function presenceOf(store: string, { brokers }: KafkaWish, series: string): Presence[] {
  const up = (role: string) => `count(count by (pod) (up{${series},pod=~"${store}-${store}-${role}-[0-9]+"} == 1))`;
  if (brokers < 3) return [{ what: "nodes", count: 1, answering: up("dual") }];
  const { minInSync } = decideCopies(brokers);
  return [
    { what: "brokers", count: brokers, answering: up("broker"), majority: minInSync },
    { what: "controllers", count: controllerCount, answering: up("controller"), majority: majorityOf(controllerCount) },
  ];
}

function partitionAlerts(series: string, wish: KafkaWish): Alert[] {
  const { replicas } = decideCopies(wish.brokers);
  const underReplicated: Alert = {
    name: "KafkaCopiesMissing",
    expr: `sum(kafka_server_replicamanager_underreplicatedpartitions{${series}}) > 0`,
    minutes: 15,
    severity: "warning",
    summary: "{{ $value }} partitions have fewer copies than they should",
    ask: "A broker is away, or too slow to follow. A roll mends itself; else look at the broker's log, disk and network.",
  };
  return [
    {
      name: "KafkaPartitionsOffline",
      expr: `max(kafka_controller_kafkacontroller_offlinepartitionscount{${series}}) > 0`,
      minutes: 2,
      severity: "critical",
      summary: "{{ $value }} partitions have nobody to lead them",
      ask: "Nobody reads or writes them. Bring back the brokers that hold them; one that was behind is never made leader by itself, since that loses messages.",
    },
    {
      name: "KafkaNotWritable",
      expr: `sum(kafka_server_replicamanager_underminisrpartitioncount{${series}}) > 0`,
      minutes: 5,
      severity: "critical",
      summary: "{{ $value }} partitions have too few copies to be written",
      ask: "Who publishes gets errors. Bring brokers back.",
    },
    ...(replicas > 1 ? [underReplicated] : []),
  ];
}

function nodeAlerts(series: string): Alert[] {
  return [
    {
      name: "KafkaNoController",
      expr: `sum(kafka_controller_kafkacontroller_activecontrollercount{${series}}) != 1`,
      minutes: 5,
      severity: "critical",
      summary: "{{ $value }} controllers are active, and one should be",
      ask: "No topic, leader or right changes meanwhile. Look at the controllers' logs and at the network between them.",
    },
    {
      name: "KafkaNoQuorum",
      expr: `min(kafka_server_raft_metrics_current_leader{${series}}) < 0`,
      minutes: 5,
      severity: "critical",
      summary: "a node knows no leader of the controllers",
      ask: "Look at the node's log: it can't reach the controllers, or most of them are away.",
    },
    {
      name: "KafkaDiskFailed",
      expr: `sum by (pod) (kafka_log_logmanager_offlinelogdirectorycount{${series}}) > 0`,
      minutes: 1,
      severity: "critical",
      summary: "{{ $labels.pod }} can't use its volume",
      ask: "Look at the broker's log and the node's: an error of the disk, or a volume that is full.",
    },
    {
      name: "KafkaConnectionsSaturated",
      expr: `min by (pod) (kafka_network_socketserver_networkprocessoravgidlepercent{${series}}) < 0.2`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $labels.pod }} has hardly time left for its connections",
      ask: "More brokers or a larger size; look for clients that connect anew for each message.",
    },
  ];
}

/** How far behind is too far, no wish says: only that a reader stands, or never catches up, is sure to be wrong. */
function readerAlerts(series: string): Alert[] {
  const lag = `sum by (consumergroup, topic) (kafka_consumergroup_lag{${series}})`;
  return [
    {
      name: "KafkaReaderStands",
      expr: `${lag} > 0 and sum by (consumergroup, topic) (changes(kafka_consumergroup_current_offset{${series}}[15m])) == 0`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.consumergroup }} reads nothing of {{ $labels.topic }}, where {{ $value }} messages wait",
      ask: "Look whether the service runs, then at its log: often one message that it fails at again and again.",
    },
    {
      name: "KafkaReaderFallsBehind",
      expr: `sum by (consumergroup, topic) (deriv(kafka_consumergroup_lag{${series}}[30m])) > 0 and min_over_time((${lag})[30m:1m]) > 1000`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $labels.consumergroup }} falls further behind in {{ $labels.topic }}",
      ask: "More pods of the service, up to the topic's partitions; or more partitions.",
    },
    {
      name: "KafkaDeadLetters",
      expr: `sum by (topic) (increase(kafka_topic_partition_current_offset{${series},topic=~".+[.]dead-letter"}[1h])) > 0`,
      minutes: 0,
      severity: "warning",
      summary: "messages were put aside in {{ $labels.topic }}",
      ask: "Read them: each is a message that the service gave up. They are kept for two weeks.",
    },
    {
      name: "KafkaReadersUnknown",
      expr: `absent(kafka_brokers{${series}})`,
      minutes: 30,
      severity: "warning",
      summary: "nobody knows how far readers are behind",
      ask: "Look at the pod of kafka_exporter beside the brokers.",
    },
  ];
}
