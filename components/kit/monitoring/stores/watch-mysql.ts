import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { decideMariadbSettings } from "../../databases/mysql/mariadb-config.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * MariaDB by its makers' operator, whose exporter asks each server in turn: `target` is the server's pod.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/metrics.md
 * https://github.com/prometheus/mysqld_exporter/blob/v0.20.0/collector/global_status.go
 * https://mariadb.com/docs/galera-cluster/reference/galera-cluster-status-variables
 */
export function watchMysql(store: string, wish: MysqlWish): StoreWatch {
  const series = seriesOf(store, "mysql");
  const count = 1 + wish.replicas;
  const common = {
    store,
    presence: [{ what: "servers", count, answering: `sum(mysql_up{${series}})`, majority: majorityOf(count) }],
    claims: `storage-${store}-[0-9]+`,
    certificates: `${store}-(tls|client)`,
  };
  const { connections } = decideMariadbSettings(wish);
  return {
    alerts: [
      ...commonAlerts(common),
      {
        name: "MariadbConnectionsNearlyUsedUp",
        expr: `max by (instance) (mysql_global_status_threads_connected{${series}}) > ${Math.floor(connections * 0.8)}`,
        minutes: 10,
        severity: "warning",
        summary: `{{ $labels.instance }} has {{ $value }} of ${connections} connections`,
        ask: "Let services hold fewer connections, or make the servers a size larger.",
      },
      ...(count > 1 ? galeraAlerts(series, count) : []),
    ],
    panels: [...commonPanels(common), ...panelsOf(series, connections)],
  };
}

function panelsOf(series: string, connections: number): Panel[] {
  return [
    {
      title: "Connections, and how many there may be",
      unit: "short",
      queries: [
        { expr: `max by (instance) (mysql_global_status_threads_connected{${series}})`, legend: "{{instance}}" },
        { expr: `vector(${connections})`, legend: "limit" },
      ],
    },
    {
      title: "Statements",
      unit: "ops",
      queries: [
        { expr: `sum by (instance) (rate(mysql_global_status_questions{${series}}[5m]))`, legend: "{{instance}}" },
        { expr: `sum(rate(mysql_global_status_slow_queries{${series}}[5m]))`, legend: "slow" },
      ],
    },
    {
      title: "Time that writes waited for the slowest server",
      unit: "percentunit",
      queries: [
        {
          expr: `max by (instance) (mysql_global_status_wsrep_flow_control_paused{${series}})`,
          legend: "{{instance}}",
        },
      ],
    },
    {
      title: "Servers that each sees",
      unit: "short",
      queries: [
        { expr: `max by (instance) (mysql_global_status_wsrep_cluster_size{${series}})`, legend: "{{instance}}" },
      ],
    },
  ];
}

function galeraAlerts(series: string, count: number): Alert[] {
  return [
    {
      name: "MariadbServerNotPrimary",
      expr: `min by (instance) (mysql_global_status_wsrep_cluster_status{${series}}) == 0`,
      minutes: 2,
      severity: "critical",
      summary: "{{ $labels.instance }} is in a minority and answers nobody",
      ask: "Look which servers see each other. If all of them say so, the operator begins anew with the one that has most; don't do it by hand before it gave up.",
    },
    {
      name: "MariadbClusterSmall",
      expr: `min(mysql_global_status_wsrep_cluster_size{${series}}) < ${count}`,
      minutes: 15,
      severity: "warning",
      summary: `servers see {{ $value }} of ${count}`,
      ask: "A server is away or can't join: look at its log for the copy (SST) that it begins with.",
    },
    {
      name: "MariadbNotSynced",
      // 4 is synced, 2 gives a copy to another.
      expr: `min by (instance) (mysql_global_status_wsrep_local_state{${series}}) != 4`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $labels.instance }} isn't in step with the others",
      ask: "It joins, or gives a copy, for long: look at its log. A large volume takes hours.",
    },
    {
      name: "MariadbWritesWait",
      expr: `max by (instance) (avg_over_time(mysql_global_status_wsrep_flow_control_paused{${series}}[15m])) > 0.2`,
      minutes: 15,
      severity: "warning",
      summary: "writes wait for {{ $labels.instance }} a fifth of the time",
      ask: "One server is slower than the others: its disk, its CPU, or a long transaction. Write in smaller pieces.",
    },
  ];
}
