import { literal, quoted, type PostgresRoles } from "./roles.ts";

/** What is wished of one table, in the words of the procedures. */
export interface TableWish {
  readonly kind: "audit" | "partitions" | "tenancy";
  /** With its schema. */
  readonly table: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where wishes and problems stand. Both schemas are ours: a service that had one of the name before keeps it, and we say so. */
export function foundationSql(roles: PostgresRoles): string {
  const { platform, readers, writers } = quoted(roles);
  const schemas = ["platform", "audit"] as const;
  return `
${schemas
  .map(
    (schema) => `SELECT ${literal(`CREATE SCHEMA ${schema} AUTHORIZATION ${platform}`)}
  WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '${schema}') \\gexec
DO $check$ BEGIN
  IF (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = '${schema}') <> ${literal(roles.platform)} THEN
    RAISE EXCEPTION 'schema ${schema} is somebody else''s: ALTER SCHEMA ${schema} RENAME TO another name';
  END IF;
END $check$;`,
  )
  .join("\n")}
GRANT USAGE ON SCHEMA platform TO ${writers}, ${readers};
SET ROLE ${platform};
CREATE TABLE IF NOT EXISTS platform.wish (
  kind text,
  name text,
  settings jsonb NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE TABLE IF NOT EXISTS platform.problem (
  name text PRIMARY KEY,
  says text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);
RESET ROLE;
`;
}

/**
 * Fulfils the wishes of tables that are there. A service calls `platform.apply` where it makes a table, in the same transaction; what
 * comes again and again calls `platform.keep`, which notes what can't be done and goes on. Neither waits long for a lock.
 */
export function upkeepSql(roles: PostgresRoles, wishes: readonly TableWish[]): string {
  const { platform, writers } = quoted(roles);
  const rows = wishes.map(
    ({ kind, table, settings }) => `(${literal(kind)}, ${literal(table)}, ${literal(JSON.stringify(settings))}::jsonb)`,
  );
  return `
SET ROLE ${platform};
CREATE OR REPLACE PROCEDURE platform.apply(table_name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $apply$
DECLARE
  wished text := CASE WHEN position('.' IN table_name) > 0 THEN table_name ELSE 'public.' || table_name END;
  rel regclass := to_regclass(wished);
  wish record;
BEGIN
  -- Partitions first, since they are to have the others' policies.
  FOR wish IN SELECT kind, settings FROM platform.wish WHERE name = wished ORDER BY array_position(ARRAY['partitions', 'tenancy', 'audit'], kind) LOOP
    IF rel IS NULL THEN RAISE EXCEPTION '% isn''t there', wished; END IF;
    CASE wish.kind
      WHEN 'partitions' THEN PERFORM platform.keep_partitions(rel, wished, wish.settings);
      WHEN 'tenancy' THEN PERFORM platform.keep_tenancy(rel, wished, wish.settings);
      WHEN 'audit' THEN PERFORM platform.keep_audit(rel, wished, wish.settings);
    END CASE;
  END LOOP;
END
$apply$;
REVOKE ALL ON PROCEDURE platform.apply(text) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE platform.apply(text) TO ${writers};

CREATE OR REPLACE PROCEDURE platform.keep(wished text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $keep$
BEGIN
  CALL platform.apply(wished);
  DELETE FROM platform.problem WHERE name = wished;
EXCEPTION WHEN OTHERS THEN
  INSERT INTO platform.problem (name, says) VALUES (wished, SQLERRM)
  ON CONFLICT (name) DO UPDATE SET says = EXCLUDED.says;
END
$keep$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA platform FROM PUBLIC;

DELETE FROM platform.wish;
${rows.length === 0 ? "" : `INSERT INTO platform.wish (kind, name, settings) VALUES\n  ${rows.join(",\n  ")};`}
DELETE FROM platform.problem WHERE name NOT IN (SELECT name FROM platform.wish);
DO $forget$ BEGIN PERFORM platform.forget_audit(); END $forget$;
RESET ROLE;
`;
}

/**
 * Run by what comes again and again: each table by itself, so that one that is in use holds up no other. With `strict` it ends with
 * an error where something couldn't be done for half an hour: a service may just be about to make its tables, or use one.
 */
export const keepSql = `\\set QUIET on
SET client_min_messages = warning;
SELECT pg_is_in_recovery() AS follows \\gset
\\if :follows
\\echo 'this server follows another one, where the work is done'
\\quit
\\endif
SELECT format('CALL platform.keep(%L)', name) FROM (SELECT DISTINCT name FROM platform.wish ORDER BY name) AS wished \\gexec
\\pset tuples_only on
SELECT format('%s: %s (since %s)', name, says, to_char(since, 'YYYY-MM-DD HH24:MI')) FROM platform.problem ORDER BY name;
SELECT count(*) > 0 AND :strict AS failed FROM platform.problem WHERE since < now() - interval '30 minutes' \\gset
\\if :failed
DO $failed$ BEGIN RAISE EXCEPTION 'not everything that the environment wishes for could be done, see above'; END $failed$;
\\endif
`;
