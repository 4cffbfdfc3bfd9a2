import type { OptionGroupArgs } from "@pulumi/aws/rds/optionGroup.js";
import type { MysqlWish } from "../../../../../environments/schema/stores/stores.ts";
import { decideMysqlVersion, mysqlAdmin } from "../../../../kit/databases/mysql/mysql.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { parametersOf, type RdsEngine } from "../database-args.ts";

/**
 * MySQL or MariaDB on RDS.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
 */
export function mysqlEngine(wish: Pick<MysqlWish, "engine" | "version">): RdsEngine {
  const { engine } = wish;
  const version = decideMysqlVersion(wish);
  return {
    engine,
    version,
    port: ports.mysql,
    admin: mysqlAdmin,
    logs: ["audit", "error", "slowquery"],
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
    tokens: engine === "mysql",
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
    withoutInsights: ["db.t4g.micro", "db.t4g.small"],
    parameters: { family: `${engine}${version}`, parameters: parametersOf(dynamic, engine === "mysql" ? gtids : []) },
    options: auditOptions(engine, version),
  };
}

/**
 * Connections in the clear are refused. Binary logs are by row, so that another server can follow from elsewhere, which is
 * how a database moves between clouds, and so that who makes a function or a trigger needs no SUPER. RDS throws them away as
 * soon as its own replicas have them, unless it is told otherwise, which no parameter can:
 * `CALL mysql.rds_set_configuration('binlog retention hours', 72)`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQL.BinaryFormat.html
 */
const dynamic: readonly (readonly [name: string, value: string])[] = [
  ["binlog_format", "ROW"],
  ["local_infile", "0"],
  ["log_bin_trust_function_creators", "1"],
  ["log_output", "FILE"],
  ["long_query_time", "2"],
  ["require_secure_transport", "1"],
  ["slow_query_log", "1"],
];

/** MariaDB always has its own. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-replication-gtid.html */
const gtids: readonly (readonly [name: string, value: string])[] = [
  ["enforce_gtid_consistency", "ON"],
  ["gtid-mode", "ON"],
];

/**
 * Writes down who connects and who changes tables or rights. It hides passwords.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MariaDB.Options.html
 */
function auditOptions(engineName: string, majorEngineVersion: string): OptionGroupArgs {
  return {
    engineName,
    majorEngineVersion,
    options: [
      {
        optionName: "MARIADB_AUDIT_PLUGIN",
        optionSettings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }],
      },
    ],
  };
}
