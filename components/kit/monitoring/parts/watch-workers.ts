import type { KafkaWish, PostgresWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { decideLogReading } from "../../databases/postgres/postgres-captures.ts";
import { decideParameters } from "../../databases/postgres/postgres.ts";
import { connectorName } from "../../messaging/kafka/connect/kafka-connect.ts";
import type { Capture } from "../../messaging/kafka/connect/kafka-captures.ts";
import type { Connector } from "../../messaging/kafka/connect/kafka-connectors.ts";
import type { NamedMirror } from "../../messaging/kafka/connect/kafka-mirrors.ts";
import { workerCount } from "../../messaging/kafka/connect/kafka-workers.ts";
import type { Alert } from "../alert.ts";
import { countUp, lastDone, presenceAlerts } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import { seriesOfPart, type WatchedPart } from "./part.ts";

/** A capture, and the wish of the store that it reads. */
export interface WatchedCapture extends Capture {
  readonly source: StoreWish;
}

/**
 * Workers that capture tables: Kafka Connect's numbers of each task, and Debezium's of how far it is behind. A heartbeat is written twice a
 * minute by each capture that works, so that nothing written means that it stands, however little happens in the tables.
 * https://kafka.apache.org/documentation/#connect_monitoring
 * https://debezium.io/documentation/reference/3.6/connectors/postgresql.html#postgresql-monitoring
 */
export function watchCaptures(
  store: string,
  part: WatchedPart,
  wish: Pick<KafkaWish, "brokers">,
  { captures, connectors }: { readonly captures: readonly WatchedCapture[]; readonly connectors: readonly Connector[] },
): StoreWatch {
  const series = seriesOfPart(part);
  return {
    alerts: [
      ...presenceAlerts({ what: "workers", count: workerCount(wish), answering: countUp(series) }),
      ...captures.flatMap((capture) => captureAlerts(connectorName(store, capture.from), series, capture)),
      ...connectors.flatMap(({ name, object }) => taskAlerts("Connector", name, object, series)),
    ],
    panels: [
      ...workerPanels(series),
      {
        title: "Behind the database, when something changed last",
        unit: "s",
        queries: [
          {
            expr: `max by (server) (debezium_streaming_millisecondsbehindsource{${series}} / 1000)`,
            legend: "{{server}}",
          },
        ],
      },
      ...keptPanels(
        captures.filter((capture) => ownPostgres(capture) !== undefined),
        captures,
      ),
    ],
  };
}

/** PostgreSQL alone keeps its log for who reads; others go by age. */
function keptPanels(kept: readonly WatchedCapture[], captures: readonly WatchedCapture[]): Panel[] {
  if (captures.length > 0 && captures.every(({ kind }) => kind !== "postgres")) return [];
  return [
    {
      title: "Log of writes that is kept for captures",
      unit: "bytes",
      queries: kept.map((capture) => ({ expr: keptFor(capture), legend: capture.from })),
    },
  ];
}

/** Of the cloud's own servers the operator's numbers say nothing. */
function ownPostgres({ source }: WatchedCapture): PostgresWish | undefined {
  return source.kind === "postgres" && source.placement === "in-cluster" ? source : undefined;
}

/** Bytes of the log of writes that a captured server keeps. Its followers have the slot too, at another place. */
function keptFor({ from, slot }: Pick<Capture, "from" | "slot">): string {
  return `max(cnpg_pg_replication_slots_pg_wal_lsn_diff{${seriesOf(from, "postgres")},slot_name="${slot}"})`;
}

function captureAlerts(connector: string, series: string, capture: WatchedCapture): Alert[] {
  const { from, kind, slot } = capture;
  const own = ownPostgres(capture);
  const meanwhile = kind === "postgres" ? `keeps its log for the slot ${slot}` : "throws its log away by age";
  return [
    ...taskAlerts("Capture", from, connector, series),
    {
      name: "CaptureStands",
      part: from,
      expr: `sum(increase(kafka_connect_source_task_source_record_write_total{${series},connector="${connector}"}[10m])) == 0`,
      minutes: 5,
      severity: "critical",
      summary: `nothing of ${from} is written, not even the heartbeat`,
      ask: `Look at the workers' log: ${from} or Kafka isn't reached, or a topic refuses. Meanwhile ${from} ${meanwhile}.`,
    },
    {
      name: "CaptureFallsBehind",
      part: from,
      // The number stays as it was at the last change, so that it means something only while there are changes.
      expr: `max(debezium_streaming_millisecondsbehindsource{${series},server="${from}"}) > 300000 and sum(increase(debezium_streaming_totalnumberofeventsseen{${series},server="${from}"}[10m])) > 0`,
      minutes: 15,
      severity: "warning",
      summary: `changes of ${from} come more than five minutes late`,
      ask: "A bulk load passes by itself. Else make the workers larger (workerSize), or write less at once.",
    },
    ...(own === undefined ? managedPlaceAlerts(capture) : [placeAlert(capture, own)]),
  ];
}

/**
 * Of the cloud's own PostgreSQL what looks after it every ten minutes knows what it keeps, and fails where it is too much. It also fails
 * where it can't ask, and where something else that it does goes wrong.
 */
function managedPlaceAlerts({ from, source }: WatchedCapture): Alert[] {
  if (source.kind !== "postgres") return [];
  const kept = decideLogReading(source, 1)?.keptMiB ?? 0;
  return [
    {
      name: "CaptureLosesItsPlace",
      part: from,
      expr: `time() - ${lastDone(`namespace="${namespaces.data}",cronjob="${from}-upkeep"`)} > 1800`,
      minutes: 5,
      severity: "critical",
      summary: `${from} keeps more than half of the ${kept} MiB of log that it may keep for the capture, or nobody knows: ${from}-upkeep fails`,
      ask: `Read the log of the newest Job of ${from}-upkeep, which says what it is. If it is the log: bring the capture back soon: the log fills the server's disk or is cut off, past which all rows are read again. Where it is given up, take it out of the environment and drop its slot.`,
    },
  ];
}

function placeAlert(capture: WatchedCapture, source: PostgresWish): Alert {
  const { from } = capture;
  const kept = Number.parseInt(decideParameters(source)["max_slot_wal_keep_size"] ?? "0", 10);
  return {
    name: "CaptureLosesItsPlace",
    part: from,
    expr: `${keptFor(capture)} > ${Math.round(kept / 2)} * 1048576`,
    minutes: 5,
    severity: "critical",
    summary: `${from} keeps more than half of the ${kept} MiB of log that it may keep for the capture`,
    ask: "Bring the capture back soon: past its place it reads all rows again. Where it is given up, take it out of the environment and drop its slot.",
  };
}

/** A mirror's tasks: one that copies for each topic, at most eight, and one that keeps places. */
export function watchMirror(
  store: string,
  part: WatchedPart,
  wish: Pick<KafkaWish, "brokers">,
  [mirror, { topics, groups }]: NamedMirror,
): StoreWatch {
  const series = seriesOfPart(part);
  const flow = `${mirror}->${store}`;
  // The target's own consumers are the workers', of their notes: copied topics alone have a consumer of the mirror's.
  const lag = `sum by (topic) (kafka_consumer_fetch_manager_records_lag{${series},topic=~"${topics.map(quoted).join("|")}"})`;
  return {
    alerts: [
      ...presenceAlerts({ what: "workers", count: workerCount(wish), answering: countUp(series) }),
      ...taskAlerts("Mirror", "messages", `${flow}.MirrorSourceConnector`, series),
      ...(groups.length === 0 ? [] : taskAlerts("Mirror", "places", `${flow}.MirrorCheckpointConnector`, series)),
      ...mirrorAlerts(series, `${flow}.MirrorSourceConnector`, lag),
    ],
    panels: [
      ...workerPanels(series),
      { title: "Behind the other Kafka, in messages", unit: "short", queries: [{ expr: lag, legend: "{{topic}}" }] },
      {
        title: "From there to here",
        unit: "s",
        queries: [
          {
            expr: `max by (topic) (kafka_connect_mirror_replication_latency_ms_max{${series}} / 1000)`,
            legend: "{{topic}}",
          },
        ],
      },
    ],
  };
}

/** A topic's name in a regular expression that stands in a text of PromQL. */
function quoted(topic: string): string {
  return topic.replaceAll(".", "[.]");
}

function mirrorAlerts(series: string, source: string, lag: string): Alert[] {
  return [
    {
      name: "MirrorSourceSilent",
      // Whoever reads asks again and again, whether or not there is something; only who isn't answered doesn't.
      expr: `sum(increase(kafka_consumer_fetch_manager_fetch_total{${series}}[10m])) == 0`,
      minutes: 10,
      severity: "critical",
      summary: "the other Kafka doesn't answer",
      ask: "Look at the workers' log: the way there, its certificate, or our login. What is written there meanwhile is copied later, while it is kept there.",
    },
    {
      name: "MirrorCopiesNothing",
      // Without a task nobody reads, so that nobody isn't answered either.
      expr: `(count(kafka_connect_connector_task_status{${series},connector="${source}"}) or vector(0)) < 1`,
      minutes: 60,
      severity: "warning",
      summary: "the other Kafka has shown none of the topics",
      ask: "The topics aren't there, or our login may not see them, or it isn't answered: the workers' log says which. They are looked for each minute.",
    },
    {
      name: "MirrorFallsBehind",
      expr: `min_over_time((${lag})[30m:1m]) > 10000`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $value }} messages of {{ $labels.topic }} aren't copied yet, and never fewer within half an hour",
      ask: "Make the workers larger (workerSize). What is older than the other Kafka keeps is lost to the copy.",
    },
  ];
}

/** A task that isn't well, by the state that Kafka Connect says. https://kafka.apache.org/documentation/#connect_rest */
function taskAlerts(
  what: "Capture" | "Connector" | "Mirror",
  part: string,
  connector: string,
  series: string,
): Alert[] {
  const status = (who: "connector" | "connector_task", state: string) =>
    `count(kafka_connect_${who}_status{${series},connector="${connector}",status="${state}"})`;
  // A mirror's connectors have no task while the other Kafka has none of the topics, or none of the groups has read of them.
  const running = status(what === "Mirror" ? "connector" : "connector_task", "running");
  return [
    {
      name: `${what}TaskFailed`,
      part,
      expr: `${status("connector_task", "failed")} > 0`,
      minutes: 5,
      severity: "critical",
      summary: `{{ $value }} tasks of ${connector} failed`,
      ask: "They were started again and failed again: `kubectl describe` of the connector says at what. Mend that; the operator starts them again.",
    },
    {
      name: `${what}NotRunning`,
      part,
      expr: `(${running} or vector(0)) < 1`,
      minutes: 15,
      severity: "critical",
      summary: `${connector} doesn't run`,
      ask: "Look at the connector's state: it is paused, refused for its settings, or no worker took it.",
    },
  ];
}

function workerPanels(series: string): Panel[] {
  return [
    {
      title: "Tasks by state",
      unit: "short",
      queries: [
        {
          expr: `count by (connector, status) (kafka_connect_connector_task_status{${series}})`,
          legend: "{{connector}} {{status}}",
        },
      ],
    },
    {
      title: "Messages written",
      unit: "ops",
      queries: [
        {
          expr: `sum by (connector) (rate(kafka_connect_source_task_source_record_write_total{${series}}[5m]))`,
          legend: "{{connector}}",
        },
      ],
    },
    {
      title: "Attempts that failed",
      unit: "ops",
      queries: [
        {
          expr: `sum by (connector) (rate(kafka_connect_task_error_record_failures_total{${series}}[5m]))`,
          legend: "{{connector}}",
        },
      ],
    },
  ];
}
