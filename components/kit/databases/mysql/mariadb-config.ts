import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { sizes } from "../../sizes.ts";

/** What a size class makes of a MariaDB server. Whole numbers; MiB where nothing else is said. */
export interface MariadbSettings {
  readonly bufferPoolMiB: number;
  readonly logFileMiB: number;
  readonly connections: number;
  /** Threads that apply what other servers wrote. */
  readonly applyThreads: number;
  /** What a server that was away for a while can be given without a copy of everything. */
  readonly writeCacheMiB: number;
}

/** What the server takes besides its buffer pool and its connections. */
const baseMiB = 256;

/**
 * Settings by size. Of what is left of the memory two thirds are the buffer pool, the rest is for connections, of which each is reckoned at 4 MiB;
 * the write cache takes a twentieth of the volume, 128 MiB to 4 GiB.
 * https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-buffer-pool
 * https://mariadb.com/docs/galera-cluster/reference/wsrep-variable-details/wsrep_provider_options
 */
export function decideMariadbSettings({ size, storageGiB }: Pick<MysqlWish, "size" | "storageGiB">): MariadbSettings {
  const { cpu, memoryGiB } = sizes[size];
  const memoryMiB = Math.round(memoryGiB * 1024);
  const bufferPoolMiB = Math.max(64, Math.floor(((memoryMiB - baseMiB) * 2) / 3));
  return {
    bufferPoolMiB,
    logFileMiB: clamp(Math.floor(bufferPoolMiB / 4), 96, 2048),
    connections: clamp(Math.floor(memoryMiB / 16), 30, 1000),
    applyThreads: clamp(Math.round(cpu * 2), 1, 16),
    writeCacheMiB: clamp(Math.floor((storageGiB * 1024) / 20), 128, 4096),
  };
}

/**
 * The servers' my.cnf, besides what the operator writes for TLS and Galera, which comes after it. A table has a primary key and is InnoDB's, since only
 * those are surely the same on every server; it is refused where it is made, whether there are other servers yet or not. Statements that take more
 * than a second are written where the server writes all it has to say: the container's log.
 * https://mariadb.com/docs/galera-cluster/reference/mariadb-galera-cluster-known-limitations
 */
export function decideMariadbConfig(
  wish: Pick<MysqlWish, "replicas" | "size" | "storageGiB">,
  isCaptured = false,
): string {
  const { bufferPoolMiB, logFileMiB, connections } = decideMariadbSettings(wish);
  const settings: Readonly<Record<string, number | string>> = {
    // An older MariaDB would take latin1.
    character_set_server: "utf8mb4",
    enforce_storage_engine: "InnoDB",
    // Seconds, as PostgreSQL of the kit has them.
    idle_transaction_timeout: 600,
    innodb_buffer_pool_size: `${bufferPoolMiB}M`,
    // A commit is on this server's disk before it is acknowledged, so that the loss of all servers at once loses none.
    innodb_flush_log_at_trx_commit: 1,
    innodb_force_primary_key: "ON",
    innodb_log_file_size: `${logFileMiB}M`,
    local_infile: "OFF",
    // Seconds.
    long_query_time: 1,
    max_connections: connections,
    slow_query_log: "ON",
    slow_query_log_file: "/dev/stderr",
    ...(isCaptured ? decideBinaryLog(wish) : {}),
  };
  return `${["[mariadb]", ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`)].join("\n")}\n`;
}

/** What the servers of a cluster call its changes, in numbers: the domain that they share, and the server that each says it is. */
export const clusterWrites = "0-1";

/** Days for which a server keeps its binary log for who doesn't read. */
const logDays = 3;

/**
 * Each server has a binary log of its own, with the changes of all. They give a change the same name, so that who reads goes on at another server; what
 * one does for itself alone has another domain. The log takes a quarter of the volume at most and goes by age, whether or not anybody has
 * read it: MariaDB would else keep all of it while nobody is connected.
 * https://mariadb.com/docs/galera-cluster/high-availability/using-mariadb-replication-with-mariadb-galera-cluster/using-mariadb-gtids-with-mariadb-galera-cluster
 * https://mariadb.com/docs/server/ha-and-performance/standard-replication/replication-and-binary-log-system-variables
 */
function decideBinaryLog({ replicas, storageGiB }: Pick<MysqlWish, "replicas" | "storageGiB">) {
  return {
    binlog_expire_logs_seconds: logDays * 86_400,
    binlog_format: "ROW",
    binlog_row_image: "FULL",
    ...(replicas === 0 ? {} : { gtid_domain_id: 1, log_slave_updates: "ON", wsrep_gtid_mode: "ON" }),
    log_bin: "binlog",
    // The file that is written to stays whatever its size: one of 1 GiB, the default and the most, would fill a small volume.
    max_binlog_size: `${Math.min(storageGiB * 64, 1024)}M`,
    max_binlog_total_size: `${storageGiB * 256}M`,
    server_id: 1,
    slave_connections_needed_for_purge: 0,
    // What is acknowledged is in the log as well, also after a server lost its power.
    sync_binlog: 1,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
