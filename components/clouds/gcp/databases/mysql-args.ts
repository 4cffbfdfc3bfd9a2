import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { decideMysqlVersion } from "../../../kit/databases/mysql/mysql.ts";
import type { SqlEngine } from "./sql-args.ts";

/** MySQL on Cloud SQL. https://cloud.google.com/sql/docs/mysql/db-versions */
export function mysqlEngine(wish: Pick<MysqlWish, "engine" | "version">): SqlEngine {
  const version = decideMysqlVersion(wish).replace(".", "_");
  // The binary log is what any moment is restored from, and what a standby in another zone needs.
  return { databaseVersion: `MYSQL_${version}`, flags, log: { binaryLogEnabled: true } };
}

/**
 * Replicas have the same flags as their primary. Binary logs are by row and with GTIDs without a flag, so that another
 * server can follow from elsewhere, which is how a database moves between clouds; who makes a function or a trigger needs no
 * SUPER then. What the audit plug-in writes down is said by rules, which somebody makes with `mysql.cloudsql_create_audit_rule`.
 * https://cloud.google.com/sql/docs/mysql/flags https://cloud.google.com/sql/docs/mysql/use-db-audit
 */
const flags: SqlEngine["flags"] = [
  ["cloudsql_mysql_audit", "ON"],
  ["local_infile", "off"],
  ["log_bin_trust_function_creators", "on"],
  ["log_output", "FILE"],
  ["long_query_time", "2"],
  ["skip_show_database", "on"],
  ["slow_query_log", "on"],
];
