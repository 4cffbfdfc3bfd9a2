import { quoted, type PostgresRoles } from "./roles.ts";

/**
 * Rows of a tenant are seen by who says that tenant's name in the transaction, and nobody's by who says none. The owner is bound as
 * everybody is. Two policies say it: the first lets in, the second binds whatever others let in. Each partition has them too, since
 * those of a table are asked only by who goes through the table. https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 */
export function tenancySql(roles: PostgresRoles): string {
  const { platform } = quoted(roles);
  return `
SET ROLE ${platform};
${keepTenancySql}

-- A policy as the server tells it isn't the text that it was made from, so that a comment says what it was at first.
${keepPolicySql}

${policyMarkSql}
RESET ROLE;
`;
}

const keepTenancySql = `CREATE OR REPLACE FUNCTION platform.keep_tenancy(rel regclass, wished text, settings jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $keep$
DECLARE
  tenant name := settings ->> 'column';
  type text := (
    SELECT format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = rel AND attname = tenant AND attnum > 0 AND NOT attisdropped);
  part regclass;
BEGIN
  IF type IS NULL THEN RAISE EXCEPTION '% has no column % that says whose a row is', wished, tenant; END IF;
  FOR part IN SELECT rel UNION SELECT relid FROM pg_partition_tree(rel) LOOP
    PERFORM platform.keep_policy(part, 'platform_tenant', 'PERMISSIVE', tenant, type);
    PERFORM platform.keep_policy(part, 'platform_tenant_only', 'RESTRICTIVE', tenant, type);
    IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = part) THEN
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
    END IF;
    IF NOT (SELECT relforcerowsecurity FROM pg_class WHERE oid = part) THEN
      EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', part);
    END IF;
  END LOOP;
END
$keep$;`;

const keepPolicySql = `CREATE OR REPLACE FUNCTION platform.keep_policy(rel regclass, wished name, kind text, tenant name, type text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $keep$
DECLARE
  told text;
BEGIN
  IF EXISTS (
    SELECT FROM pg_policy WHERE polrelid = rel AND polname = wished
    AND obj_description(oid, 'pg_policy') = platform.policy_mark(rel, wished, tenant)
  ) THEN RETURN; END IF;
  EXECUTE format('DROP POLICY IF EXISTS %I ON %s', wished, rel);
  told := format('%I = (nullif(current_setting(''app.tenant'', true), ''''))::%s', tenant, type);
  EXECUTE format('CREATE POLICY %I ON %s AS %s FOR ALL TO PUBLIC USING (%s) WITH CHECK (%s)', wished, rel, kind, told, told);
  EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', wished, rel, platform.policy_mark(rel, wished, tenant));
END
$keep$;`;

const policyMarkSql = `CREATE OR REPLACE FUNCTION platform.policy_mark(rel regclass, wished name, tenant name) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $mark$
  SELECT 'landbridge ' || md5(concat_ws(' ',
    tenant, polcmd, polpermissive, polroles, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)))
  FROM pg_policy WHERE polrelid = rel AND polname = wished
$mark$;`;
