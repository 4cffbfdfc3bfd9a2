import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { decideParameters } from "../../databases/postgres/postgres.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/** Hours after which there should be another backup, of which one is made each day. */
const backupHours = 30;

/**
 * PostgreSQL by CloudNativePG: its own numbers, those that it asks the server for, and those of what copies to buckets.
 * https://cloudnative-pg.io/documentation/current/monitoring/
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/config/manager/default-monitoring.yaml
 * https://github.com/cloudnative-pg/plugin-barman-cloud/blob/main/internal/cnpgi/instance/metrics.go
 */
export function watchPostgres(store: string, wish: PostgresWish): StoreWatch {
  const series = seriesOf(store, "postgres");
  const common = {
    store,
    presence: [{ what: "servers", count: 1 + wish.replicas, answering: `sum(cnpg_collector_up{${series}})` }],
    claims: `${store}-[0-9]+(-wal)?`,
    certificates: `${store}-(tls|pooler)`,
  };
  const connections = Number(decideParameters(wish)["max_connections"]);
  return {
    alerts: [
      ...commonAlerts(common),
      ...(wish.replicas > 0 ? replicationAlerts(series, wish) : []),
      ...serverAlerts(series, connections),
      ...(wish.backups === undefined ? [] : backupAlerts(series)),
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
        { expr: `sum by (pod, state) (cnpg_backends_total{${series}})`, legend: "{{pod}} {{state}}" },
        { expr: `vector(${connections})`, legend: "limit" },
      ],
    },
    {
      title: "Replicas behind the primary",
      unit: "s",
      queries: [{ expr: `max by (pod) (cnpg_pg_replication_lag{${series}})`, legend: "{{pod}}" }],
    },
    {
      title: "Transactions",
      unit: "ops",
      queries: [
        { expr: `sum(rate(cnpg_pg_stat_database_xact_commit{${series}}[5m]))`, legend: "committed" },
        { expr: `sum(rate(cnpg_pg_stat_database_xact_rollback{${series}}[5m]))`, legend: "rolled back" },
        { expr: `sum(rate(cnpg_pg_stat_database_deadlocks{${series}}[5m]))`, legend: "deadlocks" },
      ],
    },
    {
      title: "Log of writes: files, and those that wait to be copied",
      unit: "short",
      queries: [
        { expr: `max by (pod) (cnpg_collector_pg_wal{${series},value="count"})`, legend: "{{pod}} files" },
        {
          expr: `max by (pod) (cnpg_collector_pg_wal_archive_status{${series},value="ready"})`,
          legend: "{{pod}} wait",
        },
      ],
    },
  ];
}

function replicationAlerts(series: string, wish: PostgresWish): Alert[] {
  const kept = Number.parseInt(decideParameters(wish)["max_slot_wal_keep_size"] ?? "0", 10);
  const waits: Alert = {
    name: "PostgresCommitsWait",
    expr: `max(cnpg_collector_sync_replicas{${series},value="observed"}) < 1`,
    minutes: 5,
    severity: "critical",
    summary: "no replica confirms commits",
    ask: "In production nothing is written until a replica is back; elsewhere a commit is on one server alone. Bring replicas back.",
  };
  return [
    {
      name: "PostgresReplicasMissing",
      expr: `max(cnpg_pg_replication_streaming_replicas{${series}}) < ${wish.replicas}`,
      minutes: 15,
      severity: "warning",
      summary: `{{ $value }} of ${wish.replicas} replicas follow the primary`,
      ask: "Look at the replica's log: one that lost its place is copied anew once its volume is deleted together with its pod.",
    },
    {
      name: "PostgresReplicationLag",
      expr: `max by (pod) (cnpg_pg_replication_lag{${series}}) > 60`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.pod }} is more than a minute behind",
      ask: "Readers see old rows. Look for a long query on the replica, a bulk load on the primary, or a disk that is too slow.",
    },
    {
      name: "PostgresReplicaLosesItsPlace",
      // The server drops what a replica still needs once it is more than this.
      expr: `max by (slot_name) (cnpg_pg_replication_slots_pg_wal_lsn_diff{${series}}) > ${Math.round(kept / 2)} * 1048576`,
      minutes: 5,
      severity: "critical",
      summary: `{{ $labels.slot_name }} holds back more than half of the ${kept} MiB of log that are kept for it`,
      ask: "Bring the replica back soon, or it has to be copied anew.",
    },
    ...(wish.replicas >= 2 ? [waits] : []),
  ];
}

function serverAlerts(series: string, connections: number): Alert[] {
  return [
    {
      name: "PostgresConnectionsNearlyUsedUp",
      expr: `sum by (pod) (cnpg_backends_total{${series}}) > ${Math.floor(connections * 0.8)}`,
      minutes: 10,
      severity: "warning",
      summary: `{{ $labels.pod }} has {{ $value }} of ${connections} connections`,
      ask: "Write pooling: transaction for the store, let services hold fewer connections, or make the server a size larger.",
    },
    {
      name: "PostgresTransactionsWrapAround",
      // Of two billion; the server freezes old rows by itself long before.
      expr: `max by (pod, datname) (cnpg_pg_database_xid_age{${series}}) > 1000000000`,
      minutes: 60,
      severity: "critical",
      summary: "old rows of {{ $labels.datname }} aren't frozen: half of the numbers of transactions are used up",
      ask: "End transactions and prepared ones that are days old, drop slots that nobody uses, then VACUUM (FREEZE) the oldest tables.",
    },
    {
      name: "PostgresServerFenced",
      expr: `max by (pod) (cnpg_collector_fencing_on{${series}}) == 1`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $labels.pod }} was set aside and is still",
      ask: "Somebody fenced it: `kubectl cnpg fencing off` when the work is done.",
    },
  ];
}

function backupAlerts(series: string): Alert[] {
  const plugin = "barman_cloud_cloudnative_pg_io";
  return [
    {
      name: "PostgresArchivingFails",
      expr: `max by (pod) (cnpg_pg_stat_archiver_last_failed_time{${series}} - cnpg_pg_stat_archiver_last_archived_time{${series}}) > 1`,
      minutes: 15,
      severity: "critical",
      summary: "the log of writes isn't copied to the bucket",
      ask: "What is written now can't be restored, and the log's volume fills up. Look at the plugin-barman-cloud container's log: rights to the bucket, the bucket's name, the way there.",
    },
    {
      name: "PostgresArchivingFallsBehind",
      expr: `max by (pod) (cnpg_collector_pg_wal_archive_status{${series},value="ready"}) > 64`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $value }} files of the log wait to be copied",
      ask: "A GiB can't be restored yet. Look at the way to the bucket; a larger size copies more at once.",
    },
    {
      name: "PostgresBackupOverdue",
      expr: `time() - max(${plugin}_last_available_backup_timestamp{${series}}) > ${backupHours} * 3600`,
      minutes: 60,
      severity: "critical",
      summary: `the last backup is more than ${backupHours} hours old`,
      ask: "Look at the newest Backup objects of the store and the log of the plugin-barman-cloud container; begin one by hand with `kubectl cnpg backup`.",
    },
    {
      name: "PostgresBackupFailed",
      expr: `max(${plugin}_last_failed_backup_timestamp{${series}}) > max(${plugin}_last_available_backup_timestamp{${series}})`,
      minutes: 10,
      severity: "warning",
      summary: "the last backup failed",
      ask: "Look at the newest Backup object's status. The next is made within a day.",
    },
  ];
}
