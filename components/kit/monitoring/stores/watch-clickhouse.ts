import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { clickhouseKeeper, clickhouseKeepers, clickhouseServers } from "../../databases/clickhouse/clickhouse.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, countUp, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * ClickHouse and its keepers, with the numbers that each tells by itself.
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings#prometheus
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/CurrentMetrics.cpp
 */
export function watchClickhouse(store: string, wish: ClickhouseWish): StoreWatch {
  const all = seriesOf(store, "clickhouse");
  // Keepers have all numbers that servers have, and most of them stay zero.
  const servers = `${all},pod=~"${store}-[0-9]+-[0-9]+-0"`;
  const keepers = `${all},pod=~"${clickhouseKeeper(store)}-[0-9]+"`;
  const keeperCount = clickhouseKeepers(wish);
  const common = {
    store,
    presence: [
      { what: "servers", count: clickhouseServers(wish), answering: countUp(servers) },
      { what: "keepers", count: keeperCount, answering: countUp(keepers), majority: majorityOf(keeperCount) },
    ],
    claims: `(${store}-[0-9]+-[0-9]+|data-${clickhouseKeeper(store)}-[0-9]+)`,
    // Parts are merged into new ones beside them.
    free: 0.2,
    certificates: `${store}-(tls|keeper)`,
  };
  return {
    alerts: [...commonAlerts(common), ...replicationAlerts(servers, wish), ...loadAlerts(servers)],
    panels: [...commonPanels(common), ...panelsOf(servers)],
  };
}

function replicationAlerts(series: string, { replicas }: ClickhouseWish): Alert[] {
  const behind: Alert = {
    name: "ClickhouseCopyBehind",
    expr: `max by (pod) (ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay{${series}}) > 300`,
    minutes: 15,
    severity: "warning",
    summary: "{{ $labels.pod }} is {{ $value }} seconds behind its copies",
    ask: "What it lacks is on the others only. Look at system.replication_queue there: last_exception says what it waits for.",
  };
  const queued: Alert = {
    name: "ClickhouseQueueLong",
    expr: `max by (pod) (ClickHouseAsyncMetrics_ReplicasMaxQueueSize{${series}}) > 200`,
    minutes: 30,
    severity: "warning",
    summary: "{{ $labels.pod }} has {{ $value }} things of one table to fetch or merge",
    ask: "Look at system.replication_queue there. Fewer and larger inserts make fewer parts; a larger size merges faster.",
  };
  return [
    {
      name: "ClickhouseReadOnly",
      expr: `max by (pod) (ClickHouseMetrics_ReadonlyReplica{${series}}) > 0`,
      minutes: 5,
      severity: "critical",
      summary: "{{ $labels.pod }} takes no writes for {{ $value }} tables",
      ask: "It has lost the keepers, or what they know of it. Bring back most of the keepers; if they are well, SYSTEM RESTORE REPLICA for the tables of system.replicas where is_readonly is 1.",
    },
    {
      name: "ClickhouseDataLost",
      expr: `sum by (pod) (increase(ClickHouseProfileEvents_ReplicatedDataLoss{${series}}[1h])) > 0`,
      minutes: 0,
      severity: "critical",
      summary: "{{ $labels.pod }} misses rows that no copy has any more",
      ask: "The log of that server names the parts. Write them again from where they came.",
    },
    ...(replicas > 1 ? [behind, queued] : []),
  ];
}

function loadAlerts(series: string): Alert[] {
  return [
    {
      name: "ClickhouseTooManyParts",
      // Inserts wait above 1000 of a partition, and are refused above 3000.
      // https://clickhouse.com/docs/operations/settings/merge-tree-settings#parts_to_delay_insert
      expr: `max by (pod) (ClickHouseAsyncMetrics_MaxPartCountForPartition{${series}}) > 700`,
      minutes: 15,
      severity: "warning",
      summary: "a partition on {{ $labels.pod }} has {{ $value }} parts; above 1000 inserts wait",
      ask: "Insert thousands of rows at once or let the server gather them (async_insert); look for a PARTITION BY with too many values.",
    },
    {
      name: "ClickhouseInsertsRefused",
      expr: `sum by (pod) (increase(ClickHouseProfileEvents_RejectedInserts{${series}}[10m])) > 0`,
      minutes: 0,
      severity: "critical",
      summary: "{{ $labels.pod }} refuses inserts, since a partition has too many parts",
      ask: "Stop what inserts few rows at a time until merges have caught up; see ClickhouseTooManyParts.",
    },
    {
      name: "ClickhouseQueriesFail",
      expr: `sum(rate(ClickHouseProfileEvents_FailedQuery{${series}}[10m])) > 0.1 * sum(rate(ClickHouseProfileEvents_Query{${series}}[10m]))`,
      minutes: 15,
      severity: "warning",
      summary: "more than a tenth of queries fail",
      ask: "SELECT user, exception FROM system.query_log WHERE type LIKE 'Exception%' ORDER BY event_time DESC: memory and time are limited by profile.",
    },
  ];
}

function panelsOf(series: string): Panel[] {
  const rate = (event: string): string => `sum by (pod) (rate(ClickHouseProfileEvents_${event}{${series}}[5m]))`;
  return [
    {
      title: "Queries, and those that fail",
      unit: "ops",
      queries: [
        { expr: rate("Query"), legend: "{{pod}}" },
        { expr: rate("FailedQuery"), legend: "{{pod}} failed" },
      ],
    },
    {
      title: "Rows inserted, and read",
      unit: "ops",
      queries: [
        { expr: rate("InsertedRows"), legend: "{{pod}} inserted" },
        { expr: rate("SelectedRows"), legend: "{{pod}} read" },
      ],
    },
    {
      title: "Memory of queries and caches",
      unit: "bytes",
      queries: [{ expr: `max by (pod) (ClickHouseMetrics_MemoryTracking{${series}})`, legend: "{{pod}}" }],
    },
    {
      title: "Most parts of a partition",
      unit: "short",
      queries: [
        { expr: `max by (pod) (ClickHouseAsyncMetrics_MaxPartCountForPartition{${series}})`, legend: "{{pod}}" },
      ],
    },
    {
      title: "How far behind its copies",
      unit: "s",
      queries: [
        { expr: `max by (pod) (ClickHouseAsyncMetrics_ReplicasMaxAbsoluteDelay{${series}})`, legend: "{{pod}}" },
      ],
    },
  ];
}
