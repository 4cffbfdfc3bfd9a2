import { namespaces } from "../../cluster/namespaces.ts";
import { decidePoolerPods, poolerName, type Pool, type PoolerRole } from "../../databases/postgres/postgres-pooler.ts";
import type { Surroundings } from "../../surroundings.ts";
import type { Alert } from "../alert.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import { seriesOfPart, type WatchedPart } from "./part.ts";

/**
 * A pooler: how many pods are ready by kube-state-metrics, and what PgBouncer says of its connections by the exporter beside it, which may
 * look and nothing else.
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/deployment-metrics.md
 * https://github.com/prometheus-community/pgbouncer_exporter/blob/v0.12.1/collector.go
 */
export function watchPooler(
  store: string,
  role: PoolerRole,
  part: WatchedPart,
  pool: Pool,
  surroundings: Surroundings,
): StoreWatch {
  const series = seriesOfPart(part);
  // PgBouncer counts those who look into its console too, as a database of its own.
  const pools = `${series},database!="pgbouncer"`;
  return {
    alerts: [downAlert(poolerName(store, role), decidePoolerPods(surroundings)), ...poolAlerts(series, pools, pool)],
    panels: [
      {
        title: "Clients that wait for a connection",
        unit: "short",
        queries: [{ expr: `sum by (user) (pgbouncer_pools_client_waiting_connections{${pools}})`, legend: "{{user}}" }],
      },
      {
        title: "Longest wait of a client",
        unit: "s",
        queries: [{ expr: `max by (pod) (pgbouncer_pools_client_maxwait_seconds{${pools}})`, legend: "{{pod}}" }],
      },
      {
        title: "Connections to the server, and how many there may be",
        unit: "short",
        queries: [
          { expr: `sum by (pod) (pgbouncer_pools_server_active_connections{${pools}})`, legend: "{{pod}} at work" },
          {
            expr: `sum by (pod) (pgbouncer_pools_server_idle_connections{${pools}} + pgbouncer_pools_server_used_connections{${pools}})`,
            legend: "{{pod}} idle",
          },
          { expr: `vector(${pool.toServer})`, legend: "limit of a pod" },
        ],
      },
      {
        title: "Transactions",
        unit: "ops",
        queries: [
          {
            expr: `sum by (pod) (rate(pgbouncer_stats_totals_sql_transactions_pooled_total{${pools}}[5m]))`,
            legend: "{{pod}}",
          },
        ],
      },
    ],
  };
}

function downAlert(name: string, pods: number): Alert {
  return {
    name: "PostgresPoolerDown",
    expr: `kube_deployment_status_replicas_available{namespace="${namespaces.data}",deployment="${name}"} == 0`,
    minutes: 2,
    severity: "critical",
    summary: `none of the ${pods} pods of ${name} is ready`,
    ask: "Services reach the database by way of it. Look at its pods: a certificate that isn't there, no room on nodes, a server that it can't reach.",
  };
}

/**
 * Clients that a pod has, or had a moment ago: where there is no connection each is sent away at once and comes again, so that few are there
 * when they are counted, and nobody waits.
 * https://www.pgbouncer.org/config.html#server_login_retry
 */
function clients5m(pools: string): string {
  return `sum by (pod) (max_over_time(pgbouncer_pools_client_active_connections{${pools}}[5m]) + max_over_time(pgbouncer_pools_client_waiting_connections{${pools}}[5m]))`;
}

/** What PgBouncer calls connections that are there: at work, idle, idle for half a minute, and asked whether they are well. */
const connectedStates = ["active", "idle", "used", "testing"] as const;

function connected(pools: string): string {
  const states = connectedStates.map((state) => `pgbouncer_pools_server_${state}_connections{${pools}}`);
  return `sum by (pod) (${states.join(" + ")})`;
}

function poolAlerts(series: string, pools: string, { clients, toServer, perLogin }: Pool): Alert[] {
  return [
    {
      name: "PoolerClientsWait",
      expr: `max by (pod, user) (pgbouncer_pools_client_maxwait_seconds{${pools}}) > 5`,
      minutes: 5,
      severity: "warning",
      summary: "{{ $labels.user }} waits {{ $value }} seconds for a connection",
      ask: `A pod has ${perLogin} for each login, ${toServer} for all. Look for long transactions; a larger size of the store gives more.`,
    },
    {
      name: "PoolerServerSilent",
      expr: `${clients5m(pools)} > 0 and ${connected(pools)} == 0`,
      minutes: 2,
      severity: "critical",
      summary: "{{ $labels.pod }} has clients, and no connection to the server",
      ask: "Read the pod's log: the server isn't there, its certificate isn't trusted, or it has no connections left.",
    },
    {
      name: "PoolerClientsNearlyTooMany",
      expr: `sum by (pod) (pgbouncer_used_clients{${series}}) > ${Math.floor(clients * 0.8)}`,
      minutes: 10,
      severity: "warning",
      summary: `{{ $labels.pod }} has {{ $value }} of ${clients} clients`,
      ask: "Bound the pools of services, and look for those that never close a connection.",
    },
    {
      name: "PoolerUnknown",
      expr: `min by (pod) (pgbouncer_up{${series}}) == 0`,
      minutes: 15,
      severity: "warning",
      summary: "nobody knows how {{ $labels.pod }} is",
      ask: "Look at the log of its container `exporter`: PgBouncer doesn't let it in.",
    },
  ];
}
