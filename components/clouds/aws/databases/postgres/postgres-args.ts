import type { PostgresWish } from "../../../../../environments/schema/stores/stores.ts";
import type { ManagedPostgresSpec } from "../../../../cloud.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { postgresLogging, type PostgresSetting } from "../../../../kit/databases/postgres/postgres-logging.ts";
import { postgresAdmin } from "../../../../kit/databases/postgres/postgres-names.ts";
import { parametersOf, type RdsEngine } from "../database-args.ts";

/** PostgreSQL on RDS. */
export function postgresEngine({ wish, logReading }: Pick<ManagedPostgresSpec, "wish" | "logReading">): RdsEngine {
  const read = readingOf(logReading);
  return {
    engine: "postgres",
    version: wish.version,
    port: ports.postgres,
    admin: postgresAdmin,
    logs: ["postgresql", "upgrade"],
    tokens: true,
    withoutInsights: [],
    parameters: {
      family: `postgres${wish.version}`,
      parameters: parametersOf([...dynamic(wish), ...read.dynamic], [...read.fixed, ...fixed]),
    },
  };
}

/** Who is in it may read the log of writes. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.FeatureSupport.LogicalReplication.html */
export const logReaders = "rds_replication";

/** Slots that a server of RDS has if it is told nothing. */
const ownSlots = 20;

/**
 * A standby in another zone has the primary's own disk, copied block by block: slots are there without being handed over.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
 */
function readingOf(
  reading: ManagedPostgresSpec["logReading"],
): Readonly<Record<"dynamic" | "fixed", readonly PostgresSetting[]>> {
  if (reading === undefined) return { dynamic: [], fixed: [] };
  return {
    dynamic: [["max_slot_wal_keep_size", String(reading.keptMiB)]],
    fixed: [["max_replication_slots", String(ownSlots + reading.readers)]],
  };
}

/** Settings that take a restart. */
const fixed: readonly (readonly [name: string, value: string])[] = [
  ["rds.logical_replication", "1"],
  ["shared_preload_libraries", "pg_stat_statements,pgaudit"],
];

/**
 * A server's settings. Switches are 1 and 0 to RDS; logical replication lets another server follow from elsewhere,
 * which is how a database moves between clouds. Some take a restart, which a new server has at once and a running one in
 * its next maintenance or by hand.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
function dynamic({ version }: PostgresWish): (readonly [name: string, value: string])[] {
  const logging = postgresLogging.map(([name, value]): PostgresSetting => {
    // Since 18 it says which steps of a connection are logged. https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
    if (name === "log_connections" && version === "18") return [name, "all"];
    return [name, value === "on" ? "1" : value];
  });
  return [...logging, ["rds.force_ssl", "1"]];
}
