import { quoted, type PostgresRoles } from "./roles.ts";

/**
 * The log of changes, and the trigger that writes to it. The trigger runs as a role that may add to the log and nothing else: a
 * row can bring along a cast of its maker's, which then runs as that role. https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-CREATION-TABLE
 */
export function auditSql(roles: PostgresRoles): string {
  const { platform, recorder, auditors, writers } = quoted(roles);
  return `
GRANT USAGE ON SCHEMA audit TO ${recorder}, ${auditors};
SET ROLE ${platform};
CREATE SEQUENCE IF NOT EXISTS audit.log_id;
CREATE TABLE IF NOT EXISTS audit.log (
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  id bigint NOT NULL DEFAULT nextval('audit.log_id'),
  table_name text NOT NULL,
  operation text NOT NULL,
  key jsonb,
  before jsonb,
  after jsonb,
  changed text[],
  login text NOT NULL,
  application text,
  actor text,
  tenant text,
  transaction text NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX IF NOT EXISTS log_by_table ON audit.log (table_name, at);
GRANT INSERT ON audit.log TO ${recorder};
GRANT USAGE ON SEQUENCE audit.log_id TO ${recorder};
GRANT SELECT ON audit.log TO ${auditors};
GRANT CREATE ON SCHEMA audit TO ${recorder};
RESET ROLE;
SET ROLE ${recorder};
${recordSql}
REVOKE ALL ON FUNCTION audit.record() FROM PUBLIC;
-- Who makes a partition of an audited table copies its trigger. Nobody else can name the function: the schema is closed.
GRANT EXECUTE ON FUNCTION audit.record() TO ${platform}, ${writers};
RESET ROLE;
SET ROLE ${platform};
REVOKE CREATE ON SCHEMA audit FROM ${recorder};

${keepAuditSql}

${hasTriggerSql}

${forgetAuditSql}
RESET ROLE;
`;
}

const recordSql = `CREATE OR REPLACE FUNCTION audit.record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $record$
DECLARE
  keys text[] := TG_ARGV[1];
  hidden text[] := TG_ARGV[2];
  was jsonb;
  becomes jsonb;
  differing text[];
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN was := to_jsonb(OLD); END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN becomes := to_jsonb(NEW); END IF;
  IF TG_OP = 'UPDATE' THEN
    differing := ARRAY(SELECT k FROM jsonb_object_keys(becomes) AS k WHERE was -> k IS DISTINCT FROM becomes -> k ORDER BY k);
    IF differing = '{}' THEN RETURN NULL; END IF;
  END IF;
  was := was || coalesce((SELECT jsonb_object_agg(c, '***') FROM unnest(hidden) AS c WHERE was -> c <> 'null'), '{}');
  becomes := becomes || coalesce((SELECT jsonb_object_agg(c, '***') FROM unnest(hidden) AS c WHERE becomes -> c <> 'null'), '{}');
  INSERT INTO audit.log (table_name, operation, key, before, after, changed, login, application, actor, tenant, transaction)
  VALUES (
    TG_ARGV[0], TG_OP,
    (SELECT jsonb_object_agg(c, coalesce(was, becomes) -> c) FROM unnest(keys) AS c WHERE TG_LEVEL = 'ROW'),
    was, becomes, differing, session_user,
    current_setting('application_name', true),
    nullif(current_setting('app.actor', true), ''),
    nullif(current_setting('app.tenant', true), ''),
    pg_current_xact_id()::text
  );
  RETURN NULL;
END
$record$;`;

const keepAuditSql = `CREATE OR REPLACE FUNCTION platform.keep_audit(rel regclass, wished text, settings jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $keep$
DECLARE
  keys text[] := ARRAY(
    SELECT a.attname::text FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = rel AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum));
  hidden text[] := ARRAY(SELECT h FROM jsonb_array_elements_text(settings -> 'hide') AS h ORDER BY h);
  runs text := format('EXECUTE FUNCTION audit.record(%L, %L, %L)', wished, keys, hidden);
  missing text := (
    SELECT h FROM unnest(hidden) AS h
    WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = rel AND attname = h AND attnum > 0 AND NOT attisdropped) LIMIT 1);
  part regclass;
BEGIN
  IF keys = '{}' THEN RAISE EXCEPTION '% has no primary key, by which its rows are known in audit.log', wished; END IF;
  IF missing IS NOT NULL THEN RAISE EXCEPTION '% has no column % to hide', wished, missing; END IF;
  IF NOT platform.has_trigger(rel, 'platform_audit', runs) THEN
    EXECUTE format('CREATE OR REPLACE TRIGGER platform_audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW %s', rel, runs);
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER platform_audit', rel);
  END IF;
  FOR part IN SELECT rel UNION SELECT relid FROM pg_partition_tree(rel) LOOP
    IF NOT platform.has_trigger(part, 'platform_audit_truncate', runs) THEN
      EXECUTE format('CREATE OR REPLACE TRIGGER platform_audit_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT %s', part, runs);
      EXECUTE format('ALTER TABLE %s ENABLE TRIGGER platform_audit_truncate', part);
    END IF;
  END LOOP;
END
$keep$;`;

const hasTriggerSql = `CREATE OR REPLACE FUNCTION platform.has_trigger(rel regclass, wished name, runs text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $has$
  SELECT EXISTS (
    SELECT FROM pg_trigger
    WHERE tgrelid = rel AND tgname = wished AND tgenabled = 'O' AND position(runs IN pg_get_triggerdef(oid)) > 0)
$has$;`;

const forgetAuditSql = `CREATE OR REPLACE FUNCTION platform.forget_audit() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $forget$
DECLARE
  gone record;
BEGIN
  FOR gone IN
    SELECT tgrelid::regclass AS rel, tgname FROM pg_trigger
    WHERE tgfoid = 'audit.record()'::regprocedure AND tgparentid = 0
    AND NOT EXISTS (
      SELECT FROM platform.wish WHERE kind = 'audit'
      AND (SELECT root FROM (SELECT coalesce(pg_partition_root(tgrelid), tgrelid) AS root) AS r) = to_regclass(name))
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', gone.tgname, gone.rel);
  END LOOP;
END
$forget$;`;
