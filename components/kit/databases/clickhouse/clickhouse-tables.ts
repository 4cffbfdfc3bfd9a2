import { layerNames } from "../../../../environments/schema/stores/warehouse.ts";
import { renderXml } from "./clickhouse-xml.ts";

const layers = layerNames.map((name) => `'${name}'`).join(", ");

/** What stands behind other tables by itself isn't spoken of. */
const people = (table: string): string =>
  `${table}.database IN (${layers}) AND NOT startsWith(${table}.name, '.inner')`;

const quoted = (name: string): string =>
  String.raw`concat('${"`"}', replaceAll(replaceAll(${name}, '\\', '\\\\'), '${"`"}', '\\${"`"}'), '${"`"}')`;

const called = `concat(${quoted("tables.database")}, '.', ${quoted("tables.name")})`;

/** Types, also inside of others, whose values aren't always written alike. */
const unhashed = "(^|[ (,])(AggregateFunction|Dynamic|JSON|Object|Variant)";

/**
 * Every table, view and dictionary: whether it makes rows of others' rows or needs those that do; what makes it, where its place in the keepers is left
 * to the servers; what gives its rows as they are stored, and what takes them, or `-`; what counts and hashes them, without where they are, and its name. A
 * materialized view with rows of its own has them behind it. States of aggregates and values of any type aren't hashed: they may be written in other ways. The
 * hash of no value is none, but for one in a tuple. https://clickhouse.com/docs/sql-reference/functions/hash-functions
 * https://clickhouse.com/docs/operations/system-tables/tables
 */
export const listedTables = String.raw`WITH stored AS (
  SELECT database, table, arrayStringConcat(arrayMap(column -> column.2, arraySort(groupArray((position, ${quoted("columns.name")})))), ', ') AS list,
    arrayStringConcat(arrayMap(column -> column.2, arraySort(groupArrayIf((position, ${quoted("columns.name")}), NOT match(type, '${unhashed}')))), ', ') AS hashed
  FROM system.columns AS columns
  WHERE database IN (${layers}) AND default_kind NOT IN ('ALIAS', 'EPHEMERAL')
  GROUP BY database, table
)
SELECT
  toUInt8(tables.engine IN ('MaterializedView', 'View')),
  base64Encode(replaceRegexpOne(tables.create_table_query, '(Replicated[A-Za-z]*MergeTree\\()\'[^\']*\', *\'[^\']*\'(, *)?', '\\1')),
  if(has_rows, base64Encode(concat('SELECT ', stored.list, ' FROM ', ${called})), '-'),
  if(has_rows, base64Encode(concat('INSERT INTO ', ${called}, ' (', stored.list, ')')), '-'),
  base64Encode(concat('SELECT count(), reinterpretAsInt64(sum(cityHash64(tuple(', stored.hashed, '))))')),
  base64Encode(${called})
FROM (
  SELECT
    *,
    engine LIKE '%MergeTree' OR engine IN ('Log', 'StripeLog', 'TinyLog')
      OR (engine = 'MaterializedView' AND concat('.inner_id.', toString(uuid)) IN (SELECT name FROM system.tables WHERE database IN (${layers}))) AS has_rows
  FROM system.tables
) AS tables
LEFT JOIN stored ON stored.database = tables.database AND stored.table = tables.name
WHERE ${people("tables")}
ORDER BY tables.database, tables.name
FORMAT TSVRaw
`;

/** How many tables there are, and how many rows they have. */
export const checkedTables = `SELECT count(), sum(ifNull(total_rows, 0)) FROM system.tables AS tables WHERE ${people("tables")} FORMAT TSVRaw
`;

/** Statements that drop every table, those first that need others. */
export const droppedTables = `SELECT concat(
  'DROP ', multiIf(engine = 'Dictionary', 'DICTIONARY', engine IN ('MaterializedView', 'View'), 'VIEW', 'TABLE'), ' IF EXISTS ', ${called},
  ' SYNC SETTINGS check_table_dependencies = 0, check_referential_table_dependencies = 0;'
)
FROM system.tables AS tables
WHERE ${people("tables")}
ORDER BY engine IN ('MaterializedView', 'View') DESC, database, name
FORMAT TSVRaw
`;

/**
 * Settings of a ClickHouse in which a copy is tried: a Distributed table is made only where its servers have a name, and rows stay those that came in, since
 * merges would make fewer of them; so there may be many parts.
 * https://clickhouse.com/docs/operations/settings/merge-tree-settings
 */
export function localSettings(store: string): string {
  const many = 10_000_000;
  return renderXml({
    merge_tree: {
      max_bytes_to_merge_at_max_space_in_pool: 1,
      max_bytes_to_merge_at_min_space_in_pool: 1,
      max_number_of_merges_with_ttl_in_pool: 0,
      max_parts_in_total: many,
      parts_to_delay_insert: many,
      parts_to_throw_insert: many,
    },
    remote_servers: { [store]: { shard: { replica: { host: "127.0.0.1", port: 9000 } } } },
  });
}
