import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { postgresLogging } from "../../../kit/databases/postgres/postgres-logging.ts";
import type { SqlEngine } from "./sql-args.ts";

/** PostgreSQL of a major version on Cloud SQL. */
export function postgresEngine({ version }: Pick<PostgresWish, "version">): SqlEngine {
  return { databaseVersion: `POSTGRES_${version}`, flags, log: { pointInTimeRecoveryEnabled: true } };
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
