import type { RabbitmqWish } from "../../../../environments/schema/messaging/rabbitmq.ts";
import type { Queue } from "../../messaging/rabbitmq/rabbitmq.ts";
import { deadLetterQueue } from "../../workloads/bindings.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, countUp, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * RabbitMQ by its own operator and its own plug-in: brokers as a whole, and how much is in each queue.
 * https://www.rabbitmq.com/docs/prometheus
 * https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbitmq_prometheus/metrics.md
 * https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbitmq_prometheus/src/collectors/prometheus_rabbitmq_alarm_metrics_collector.erl
 */
export function watchRabbitmq(store: string, wish: RabbitmqWish, queues: readonly Queue[]): StoreWatch {
  const series = seriesOf(store, "rabbitmq");
  const common = {
    store,
    presence: [
      { what: "brokers", count: wish.brokers, answering: countUp(series), majority: majorityOf(wish.brokers) },
    ],
    claims: `persistence-${store}-server-[0-9]+`,
    certificates: `${store}-tls`,
  };
  return {
    alerts: [
      ...commonAlerts(common),
      ...brokerAlerts(series, wish),
      ...queues.flatMap((queue) => queueAlerts(series, queue)),
    ],
    panels: [...commonPanels(common), ...panelsOf(series)],
  };
}

function panelsOf(series: string): Panel[] {
  return [
    {
      title: "Messages by queue",
      unit: "short",
      queries: [{ expr: `max by (queue) (rabbitmq_detailed_queue_messages{${series}})`, legend: "{{queue}}" }],
    },
    {
      title: "Consumers by queue",
      unit: "short",
      queries: [{ expr: `max by (queue) (rabbitmq_detailed_queue_consumers{${series}})`, legend: "{{queue}}" }],
    },
    {
      title: "Messages received and handed out",
      unit: "ops",
      queries: [
        { expr: `sum(rate(rabbitmq_global_messages_received_total{${series}}[5m]))`, legend: "received" },
        { expr: `sum(rate(rabbitmq_global_messages_delivered_total{${series}}[5m]))`, legend: "handed out" },
      ],
    },
    {
      title: "Connections and channels",
      unit: "short",
      queries: [
        { expr: `sum by (pod) (rabbitmq_connections{${series}})`, legend: "{{pod}} connections" },
        { expr: `sum by (pod) (rabbitmq_channels{${series}})`, legend: "{{pod}} channels" },
      ],
    },
  ];
}

function brokerAlerts(series: string, { brokers }: RabbitmqWish): Alert[] {
  const apart: Alert = {
    name: "RabbitmqBrokersApart",
    expr: `max by (pod) (rabbitmq_unreachable_cluster_peers_count{${series}}) > 0`,
    minutes: 5,
    severity: "critical",
    summary: "{{ $labels.pod }} doesn't reach {{ $value }} other brokers",
    ask: "Queues whose majority is away take nothing. Look at the network between zones and at the brokers' certificates.",
  };
  return [
    {
      name: "RabbitmqMemoryAlarm",
      expr: `max by (pod) (rabbitmq_alarms_memory_used_watermark{${series}}) > 0`,
      minutes: 1,
      severity: "critical",
      summary: "{{ $labels.pod }} has too little memory, and nobody may send",
      ask: "Let consumers catch up or make the brokers a size larger. Look for queues with millions of messages and for clients with very many channels.",
    },
    {
      name: "RabbitmqDiskAlarm",
      expr: `max by (pod) (rabbitmq_alarms_free_disk_space_watermark{${series}}) > 0`,
      minutes: 1,
      severity: "critical",
      summary: "{{ $labels.pod }} has too little disk, and nobody may send",
      ask: "Make storageGiB larger; let consumers catch up.",
    },
    {
      name: "RabbitmqDiskAlarmNear",
      expr: `min by (pod) (rabbitmq_disk_space_available_bytes{${series}} / rabbitmq_disk_space_available_limit_bytes{${series}}) < 1.5`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $labels.pod }} will soon have too little disk for anybody to send",
      ask: "Make storageGiB larger.",
    },
    {
      name: "RabbitmqConnectionsNearlyUsedUp",
      // Each connection is a file.
      expr: `max by (pod) (rabbitmq_process_open_fds{${series}} / rabbitmq_process_max_fds{${series}}) > 0.8`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.pod }} has used most of the files, and so connections, that it may have",
      ask: "Look for clients that open a connection for each message, or never close any.",
    },
    ...(brokers > 1 ? [apart] : []),
  ];
}

function queueAlerts(series: string, { name, maxLength }: Queue): Alert[] {
  const of = (metric: string, queue: string) => `max(rabbitmq_detailed_queue_${metric}{${series},queue="${queue}"})`;
  return [
    {
      name: "RabbitmqQueueNearlyFull",
      part: name,
      expr: `${of("messages", name)} > ${Math.floor(maxLength * 0.8)}`,
      minutes: 5,
      severity: "critical",
      summary: `queue ${name} holds {{ $value }} of ${maxLength} messages`,
      ask: "Who sends is refused when it is full. More pods of the service that receives, or a larger maxLength.",
    },
    {
      name: "RabbitmqNobodyReceives",
      part: name,
      expr: `${of("messages_ready", name)} > 0 and (${of("consumers", name)} or vector(0)) == 0`,
      minutes: 15,
      severity: "warning",
      summary: `messages wait in ${name} and nobody receives`,
      ask: "Look whether the service that receives runs and logs in.",
    },
    {
      name: "RabbitmqDeadLetters",
      part: name,
      expr: `${of("messages", deadLetterQueue(name))} > 0`,
      minutes: 5,
      severity: "warning",
      summary: `{{ $value }} messages of ${name} were given up`,
      ask: "Read them, then send them again or take them out: they are kept for two weeks.",
    },
  ];
}
