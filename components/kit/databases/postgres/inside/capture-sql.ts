import { identifier, literal, rolesOf } from "./roles.ts";

/** Who captures tables of a database, and which. */
export interface SetupCapture {
  /** Its login, and what its publication is called. */
  readonly name: string;
  readonly tables: readonly { readonly schema: string; readonly table: string }[];
}

/** Connections of who captures: one reads the rows that are there, another the log. */
const connections = 8;

/**
 * A login that reads every table and the log of writes, and changes nothing. `readers` is the role whose members may read the log; where
 * a server has none, the attribute REPLICATION lets it, which since version 16 is given by who has it. No cloud's administrator
 * may let it past row-level security: without that a table whose policies hide rows fails loudly rather than half of it being taken.
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-ROW-SECURITY
 */
export function captureRolesSql(
  database: string,
  captures: readonly SetupCapture[],
  readers: string | undefined,
): string[] {
  return captures.flatMap(({ name }) => {
    const login = identifier(name);
    return [
      `ALTER ROLE ${login} CONNECTION LIMIT ${connections};`,
      `ALTER ROLE ${login} SET row_security = off;`,
      `GRANT ${identifier(rolesOf(database).readers)} TO ${login};`,
      readers === undefined ? mayReplicate(name) : `GRANT ${identifier(readers)} TO ${login};`,
    ];
  });
}

function mayReplicate(name: string): string {
  const login = identifier(name);
  return `DO $may$ BEGIN
  IF (SELECT rolreplication FROM pg_roles WHERE rolname = ${literal(name)}) THEN RETURN; END IF;
  ALTER ROLE ${login} REPLICATION;
EXCEPTION WHEN insufficient_privilege THEN
  ALTER ROLE CURRENT_USER REPLICATION;
  ALTER ROLE ${login} REPLICATION;
END $may$;`;
}

/**
 * Publishes the tables that are captured once services have made all of them, and again after one was made anew. A table without a
 * primary key stays out: PostgreSQL would refuse to update it. What can't be done yet is said and tried again.
 * https://www.postgresql.org/docs/current/sql-createpublication.html
 */
export function publishSql(captures: readonly SetupCapture[]): string {
  return [
    "\\set QUIET on",
    "SET client_min_messages = warning;",
    "SET lock_timeout = '5s';",
    ...captures.map(publish),
    "",
  ].join("\n");
}

function publish({ name, tables }: SetupCapture): string {
  const rows = tables.map(({ schema, table }) => `(${literal(schema)}, ${literal(table)})`).join(", ");
  return `DO $publish$
DECLARE
  publication text := ${literal(name)};
  missing text; bare text; wished text; wishes oid[]; published oid[];
BEGIN
  SELECT string_agg(format('%I.%I', s, t), ', ' ORDER BY s, t) FILTER (WHERE c.oid IS NULL),
         string_agg(format('%I.%I', s, t), ', ' ORDER BY s, t) FILTER (WHERE c.oid IS NOT NULL AND i.indexrelid IS NULL),
         string_agg(format('%I.%I', s, t), ', ' ORDER BY s, t),
         array_agg(c.oid ORDER BY c.oid)
    INTO missing, bare, wished, wishes
    FROM (VALUES ${rows}) AS wish (s, t)
    LEFT JOIN pg_namespace n ON n.nspname = s
    LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t AND c.relkind IN ('r', 'p')
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary;
  IF missing IS NOT NULL THEN RAISE WARNING '% waits for tables: %', publication, missing; RETURN; END IF;
  IF bare IS NOT NULL THEN RAISE WARNING '% waits for primary keys of: %', publication, bare; RETURN; END IF;
  SELECT array_agg(r.prrelid ORDER BY r.prrelid) INTO published
    FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid WHERE p.pubname = publication;
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = publication) THEN
    EXECUTE format('CREATE PUBLICATION %I FOR TABLE %s WITH (publish_via_partition_root = true)', publication, wished);
  ELSIF published IS DISTINCT FROM wishes THEN
    EXECUTE format('ALTER PUBLICATION %I SET TABLE %s', publication, wished);
  END IF;
EXCEPTION WHEN lock_not_available THEN
  RAISE WARNING '% waits: a table is in use', publication;
END $publish$;`;
}

/**
 * Fails where the log that is kept for a capture is more than half of `keptMiB`, or where it was cut off: a server of a cloud tells nobody
 * else here. Slots are found by their names, so that one whose capture is gone is seen too. Everyone may read them.
 * https://www.postgresql.org/docs/current/view-pg-replication-slots.html
 */
export function slotsSql(keptMiB: number): string {
  return `DO $slots$
DECLARE
  late text;
BEGIN
  SELECT string_agg(format('%s keeps %s MiB, %s', slot_name, coalesce(kept::text, 'no'), wal_status), '; ' ORDER BY slot_name)
    INTO late
    FROM (SELECT slot_name, coalesce(wal_status, 'unknown') AS wal_status, (pg_wal_lsn_diff(
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn
      ) / 1048576)::bigint AS kept FROM pg_replication_slots WHERE slot_name LIKE 'capture\\_%') AS slot
    WHERE kept > ${Math.round(keptMiB / 2)} OR wal_status = 'lost';
  IF late IS NOT NULL THEN
    RAISE EXCEPTION 'captures lose their places, past which they read all rows again: % (of ${keptMiB} MiB)', late;
  END IF;
END $slots$;
`;
}
