import { quoted, type PostgresRoles } from "./roles.ts";

/**
 * Partitions by time, made ahead and dropped when they are old. What comes for a time that has none waits in the default partition
 * and is moved when there is one; it is moved while it is detached, so that the log of changes isn't told of it. A partition gets the
 * owner of its table, whose migrations change both. https://www.postgresql.org/docs/current/ddl-partitioning.html
 */
export function partitionsSql(roles: PostgresRoles): string {
  const { platform } = quoted(roles);
  return `
SET ROLE ${platform};
${giveSql}

${clearDefaultSql}

${partitionsOfSql}

${keepPartitionsSql}
RESET ROLE;
`;
}

const giveSql = `CREATE OR REPLACE FUNCTION platform.give(part regclass, to_owner_of regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $give$
DECLARE
  theirs name := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_owner_of);
BEGIN
  IF theirs <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = part) THEN
    EXECUTE format('ALTER TABLE %s OWNER TO %I', part, theirs);
  END IF;
END
$give$;`;

const clearDefaultSql = `CREATE OR REPLACE FUNCTION platform.clear_default(rel regclass, part_key name, lower timestamptz, upper timestamptz, target regclass)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $clear$
DECLARE
  waiting regclass := (SELECT partdefid FROM pg_partitioned_table WHERE partrelid = rel AND partdefid <> 0);
  forced boolean := (SELECT relforcerowsecurity FROM pg_class WHERE oid = waiting);
  condition text := format('%I < %L', part_key, upper) || CASE WHEN lower IS NULL THEN '' ELSE format(' AND %I >= %L', part_key, lower) END;
  columns text := (
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = rel AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
  found_some boolean;
BEGIN
  IF waiting IS NULL THEN RETURN; END IF;
  -- Rows of all tenants. Nobody else sees the table like this: it is locked until the transaction ends.
  IF forced THEN EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', waiting); END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s)', waiting, condition) INTO found_some;
  IF found_some THEN
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', rel, waiting);
    IF target IS NOT NULL THEN
      EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s', target, columns, columns, waiting, condition);
    END IF;
    EXECUTE format('DELETE FROM %s WHERE %s', waiting, condition);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s DEFAULT', rel, waiting);
  END IF;
  IF forced THEN EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', waiting); END IF;
END
$clear$;`;

const partitionsOfSql = `CREATE OR REPLACE FUNCTION platform.partitions_of(rel regclass) RETURNS TABLE (part regclass, lower timestamptz, upper timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $of$
  SELECT inhrelid::regclass,
    coalesce(substring(bound FROM 'FROM \\(''([^'']+)''\\)'), '-infinity')::timestamptz,
    coalesce(substring(bound FROM 'TO \\(''([^'']+)''\\)'), 'infinity')::timestamptz
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid, pg_get_expr(relpartbound, pg_class.oid) AS bound
  WHERE inhparent = rel AND bound <> 'DEFAULT'
$of$;`;

const keepPartitionsSql = `CREATE OR REPLACE FUNCTION platform.keep_partitions(rel regclass, wished text, settings jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $keep$
DECLARE
  part_key name := settings ->> 'column';
  step interval := ('1 ' || (settings ->> 'every'))::interval;
  present timestamptz := date_trunc(settings ->> 'every', now());
  kept interval := make_interval(days => (settings ->> 'keepDays')::int);
  its record;
  begins timestamptz;
  part regclass;
  made text;
BEGIN
  SELECT n.nspname, c.relname, c.relkind, format_type(a.atttypid, NULL) AS type INTO its
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = part_key WHERE c.oid = rel;
  IF its.relkind <> 'p' OR pg_get_partkeydef(rel) <> format('RANGE (%I)', part_key) THEN
    RAISE EXCEPTION '% isn''t made with PARTITION BY RANGE (%), which only who makes it can say', wished, part_key;
  END IF;
  IF its.type NOT IN ('date', 'timestamp without time zone', 'timestamp with time zone') THEN
    RAISE EXCEPTION 'column % of % is a %, where partitions by time need a date or timestamp', part_key, wished, its.type;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = rel AND partdefid <> 0) THEN
    made := format('%I.%I', its.nspname, left(its.relname, 54) || '_default');
    EXECUTE format('CREATE TABLE %s PARTITION OF %s DEFAULT', made, rel);
    PERFORM platform.give(made::regclass, rel);
  END IF;
  FOR begins IN SELECT present + n * step FROM generate_series(0, (settings ->> 'ahead')::int) AS n LOOP
    CONTINUE WHEN EXISTS (SELECT FROM platform.partitions_of(rel) AS p WHERE p.lower <= begins AND p.upper > begins);
    made := format('%I.%I', its.nspname, left(its.relname, 54) || to_char(begins, '_YYYYMMDD'));
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING IDENTITY)', made, rel);
    PERFORM platform.clear_default(rel, part_key, begins, begins + step, made::regclass);
    PERFORM platform.give(made::regclass, rel);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', rel, made, begins, begins + step);
  END LOOP;
  IF kept IS NULL THEN RETURN; END IF;
  FOR part IN SELECT p.part FROM platform.partitions_of(rel) AS p WHERE p.upper <= now() - kept ORDER BY p.upper LOOP
    EXECUTE format('DROP TABLE %s', part);
  END LOOP;
  PERFORM platform.clear_default(rel, part_key, NULL, date_trunc('day', now() - kept), NULL);
END
$keep$;`;
