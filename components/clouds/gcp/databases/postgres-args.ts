import type { ManagedPostgresSpec } from "../../../cloud.ts";
import { postgresLogging } from "../../../kit/databases/postgres/postgres-logging.ts";
import type { SqlEngine } from "./sql-args.ts";

/** PostgreSQL of a major version on Cloud SQL. */
export function postgresEngine({ wish, logReading }: Pick<ManagedPostgresSpec, "wish" | "logReading">): SqlEngine {
  return {
    databaseVersion: `POSTGRES_${wish.version}`,
    flags: [...flags, ...readingOf(logReading)],
    log: { pointInTimeRecoveryEnabled: true },
  };
}

/** Slots that a server has if it is told nothing, of which replicas take some. */
const ownSlots = 10;

/**
 * Cloud SQL restarts the server for it. A standby has the primary's own disk, and so its slots. How much of the log is kept for one
 * isn't said: the disk grows. https://cloud.google.com/sql/docs/postgres/replication/configure-logical-replication
 */
function readingOf(reading: ManagedPostgresSpec["logReading"]): SqlEngine["flags"] {
  return reading === undefined ? [] : [["max_replication_slots", String(ownSlots + reading.readers)]];
}

/**
 * Replicas have the same flags as their primary. Logical decoding lets another server follow from elsewhere, which is how a database moves between clouds.
 * https://cloud.google.com/sql/docs/postgres/flags
 */
const flags: SqlEngine["flags"] = [
  ["cloudsql.enable_pgaudit", "on"],
  ["cloudsql.iam_authentication", "on"],
  ["cloudsql.logical_decoding", "on"],
  ...postgresLogging,
];
