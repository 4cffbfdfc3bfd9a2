import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import { cassandraCopies, cassandraNodes } from "../../databases/cassandra/cassandra.ts";
import { decideClusterName } from "../../databases/cassandra/cassandra-cluster.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, countUp, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/** Of all numbers' names. */
const prefix = "org_apache_cassandra_metrics";

/**
 * Cassandra's own numbers, as the management API of each node gives them: `Compaction.PendingTasks` is `compaction_pending_tasks`.
 * https://github.com/k8ssandra/management-api-for-apache-cassandra/blob/v0.1.125/management-api-agent-common/src/main/resources/default-metric-settings.yaml
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/operating/metrics.html
 */
export function watchCassandra(store: string, wish: CassandraWish): StoreWatch {
  const series = seriesOf(store, "cassandra");
  const count = cassandraNodes(wish);
  const copies = cassandraCopies(wish);
  const common = {
    store,
    // Of the copies of a row all but a minority; nodes of other rows may be away besides, but nobody knows which.
    presence: [{ what: "nodes", count, answering: countUp(series), majority: count - (copies - majorityOf(copies)) }],
    claims: `server-data-${decideClusterName(store)}-${store}-r[0-9]+-sts-[0-9]+`,
    // A compaction needs room for what it writes anew.
    free: 0.2,
    certificates: `${store}-(tls|management)`,
  };
  return {
    alerts: [...commonAlerts(common), ...nodeAlerts(series)],
    panels: [...commonPanels(common), ...panelsOf(series)],
  };
}

function panelsOf(series: string): Panel[] {
  return [
    {
      title: "Compactions that wait",
      unit: "short",
      queries: [{ expr: `max by (pod) (${prefix}_compaction_pending_tasks{${series}})`, legend: "{{pod}}" }],
    },
    {
      title: "Messages dropped, by type",
      unit: "ops",
      queries: [
        {
          expr: `sum by (message_type) (rate(${prefix}_dropped_message_dropped_total{${series}}[5m]))`,
          legend: "{{message_type}}",
        },
      ],
    },
    {
      title: "Clients",
      unit: "short",
      queries: [{ expr: `sum by (pod) (${prefix}_client_connected_native_clients{${series}})`, legend: "{{pod}}" }],
    },
    {
      title: "Requests that failed",
      unit: "ops",
      queries: [
        {
          expr: `sum by (request_type) (rate(${prefix}_client_request_timeouts_total{${series}}[5m]))`,
          legend: "{{request_type}} timed out",
        },
        {
          expr: `sum by (request_type) (rate(${prefix}_client_request_unavailables_total{${series}}[5m]))`,
          legend: "{{request_type}} without enough nodes",
        },
      ],
    },
  ];
}

function nodeAlerts(series: string): Alert[] {
  return [
    {
      name: "CassandraRequestsUnavailable",
      expr: `sum(rate(${prefix}_client_request_unavailables_total{${series}}[5m])) > 0`,
      minutes: 2,
      severity: "critical",
      summary: "requests fail, since too few nodes with their rows are there",
      ask: "Bring nodes back. `nodetool status` in any of them says which are down.",
    },
    {
      name: "CassandraCompactionsWait",
      expr: `max by (pod) (${prefix}_compaction_pending_tasks{${series}}) > 100`,
      minutes: 60,
      severity: "warning",
      summary: "{{ $value }} compactions wait on {{ $labels.pod }}",
      ask: "Reads become slow and the volume fills up. A larger size, more nodes, or fewer writes; look at the table's compaction besides.",
    },
    {
      name: "CassandraMessagesDropped",
      expr: `sum by (pod, message_type) (increase(${prefix}_dropped_message_dropped_total{${series}}[15m])) > 0`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $labels.pod }} drops messages of type {{ $labels.message_type }}",
      ask: "The node has more to do than it can: look at its CPU, disk and pauses for memory. Rows that missed a write need a repair.",
    },
    {
      name: "CassandraHintsWritten",
      expr: `sum by (pod) (increase(${prefix}_storage_total_hints{${series}}[15m])) > 0`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $labels.pod }} keeps writes for a node that it doesn't reach",
      ask: "Bring the other node back within three hours: after that nothing is kept, and it needs a repair.",
    },
    {
      name: "CassandraRequestsQueue",
      expr: `max by (pod) (${prefix}_thread_pools_pending_tasks{${series},pool_name="Native-Transport-Requests"}) > 100`,
      minutes: 15,
      severity: "warning",
      summary: "{{ $value }} requests of clients wait on {{ $labels.pod }}",
      ask: "Clients ask more at once than nodes can do: bound what they have under way, or add nodes.",
    },
  ];
}
