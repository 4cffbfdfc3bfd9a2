import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { layerNames } from "../../../../environments/schema/stores/warehouse.ts";
import type { Capacity } from "../../sizes.ts";
import {
  atEnd,
  copyFolders,
  downloadScript,
  lines,
  pipeOut,
  sayReady,
  uploadScript,
  waitFor,
  type CopyFormat,
} from "../copies/copy-scripts.ts";
import { clickhouseHost, clickhousePod, decideClickhouseMembers } from "./clickhouse.ts";
import { clickhouseClientFile } from "./clickhouse-client.ts";
import { databaseStatement } from "./clickhouse-setup.ts";
import { checkedTables, droppedTables, listedTables, localSettings } from "./clickhouse-tables.ts";
import { emitting, taking } from "./clickhouse-stream.ts";

/** Definitions and rows in a stream of ours, packed by ClickHouse's own tool. */
const format: CopyFormat = { suffix: "clickhouse", called: "copy" };

/** User of the image's files. https://github.com/ClickHouse/ClickHouse/blob/master/docker/server/Dockerfile.ubuntu */
export const clickhouseUser = 101;

/** What the server requests in which a copy is tried: it sorts as it inserts. */
export const clickhouseTrialSize: Capacity = { cpu: 0.5, memoryGiB: 2 };

/** Servers as they are wished for. */
type Shape = Pick<ClickhouseWish, "shards" | "replicas">;

/**
 * Every layer's definitions, then the rows of each table from one server of each shard that answers. The rows of one table in one shard are of one
 * moment; other tables' and shards' are of later ones. Passwords in definitions are hidden by the server.
 */
export function decideClickhouseDump(wish: Shape & { readonly store: string; readonly days: number }) {
  const dump = lines(
    ...asking,
    ...chosen,
    `run "\${of[0]}" < ${copyFolders.files}/tables.sql > "$work/tables"`,
    ...emitting,
    'mkfifo "$work/pipe"',
    ...waitFor("ready", "bucket"),
    ...pipeOut("emit | clickhouse compressor --codec 'ZSTD(1)'"),
  );
  const files = { servers: serversOf(wish.store, wish), "tables.sql": listedTables };
  return { "dump.sh": dump, "upload.sh": uploadScript(format, wish), ...files };
}

/** Which copy, and into what. */
export interface ClickhouseRestoreWish extends Shape {
  readonly store: string;
  /** The store that was copied. */
  readonly origin: string;
  /** The newest that was begun then or before. - behaviour: the newest of all. */
  readonly at?: string | undefined;
}

/**
 * Brings a copy into layers that have nothing in them, once: tables, their rows, and only then what would make rows of them again. A shard's rows go
 * to the shard of its number, or where there are fewer, in turn. A run that was cut off is begun anew; one that ended isn't repeated.
 */
export function decideClickhouseRestore({ store, origin, at, ...shape }: ClickhouseRestoreWish) {
  const state = "landbridge_restore.runs";
  const load = lines(
    ...asking,
    sayReady,
    ...chosen,
    'first="${of[0]}"',
    `while read -r _ host; do run "$host" < ${copyFolders.files}/databases.sql; done < ${copyFolders.files}/servers`,
    `echo "CREATE DATABASE IF NOT EXISTS landbridge_restore ENGINE = Atomic; CREATE TABLE IF NOT EXISTS ${state} (ended Bool) ENGINE = MergeTree ORDER BY ended;" | run "$first"`,
    `ended=$(echo "SELECT if(count() = 0, 'new', if(max(ended), 'ended', 'begun')) FROM ${state} FORMAT TSVRaw" | run "$first")`,
    'if [ "$ended" = ended ]; then say done; echo "restored before"; exit 0; fi',
    `tables=$(run "$first" < ${copyFolders.files}/checked.sql | cut -f 1)`,
    'if [ "$ended" = new ] && [ "$tables" != 0 ]; then say done; echo "there are $tables tables already: nothing is brought in" >&2; exit 1; fi',
    `echo "INSERT INTO ${state} SELECT false" | run "$first"`,
    `run "$first" < ${copyFolders.files}/dropped.sql > "$work/drop"`,
    'run "$first" < "$work/drop"',
    `fit() { sed -e "s/Distributed('${origin}'/Distributed('${store}'/g" ${withoutDefiner}; }`,
    'create() { run "$first"; }',
    'insert() { run "${of[$(($1 % ${#of[@]}))]}" --query "$2"; }',
    // Servers merge rows while others come in: a trial compares.
    "check() { :; }",
    ...taking,
    ...unpacked,
    `echo "INSERT INTO ${state} SELECT true" | run "$first"`,
    'echo "restored"',
  );
  const files = {
    servers: serversOf(store, shape),
    "databases.sql": lines(...layerNames.map(databaseStatement)),
    "checked.sql": checkedTables,
    "dropped.sql": droppedTables,
  };
  return { "load.sh": load, "download.sh": downloadScript(format, { origin, at }), ...files };
}

/**
 * Brings the newest copy, which has to be of the last night, into a ClickHouse that nobody reaches, with tables that aren't replicated, and compares
 * how many rows each table has, and the sum of their hashes, with what was copied. https://clickhouse.com/docs/operations/utilities/clickhouse-local
 */
export function decideClickhouseTrial(store: string) {
  const trial = lines(
    "set -euo pipefail",
    ...atEnd("database"),
    sayReady,
    `run() { clickhouse local --config-file ${copyFolders.files}/local.xml --path ${copyFolders.data}/server "$@"; }`,
    ...layerNames.map((layer) => `echo "CREATE DATABASE ${layer} ENGINE = Atomic" | run`),
    `fit() { sed -e 's/ENGINE = Replicated\\([A-Za-z]*MergeTree\\)/ENGINE = \\1/' ${withoutDefiner}; }`,
    "create() { run; }",
    'insert() { run --query "$2"; }',
    ...comparing,
    ...taking,
    ...unpacked,
    `counted=$(run < ${copyFolders.files}/checked.sql)`,
    'echo "restored: ${counted%%[[:space:]]*} tables, ${counted##*[[:space:]]} rows; as copied: $(wc -l < "$work/compared") tables"',
  );
  const files = { "checked.sql": checkedTables, "local.xml": localSettings(store) };
  return { "try.sh": trial, "download.sh": downloadScript(format, { origin: store, fresh: true }), ...files };
}

/** What a table has now against what was copied of all its shards. */
const comparing: readonly string[] = [
  ': > "$work/compared"',
  "check() {",
  "  local ask now",
  '  ask=$(printf %s "$3" | base64 --decode) || return 1',
  '  now=$(run --query "$ask FORMAT TSVRaw") || return 1',
  '  if [ "$now" != "$1"$\'\\t\'"$2" ]; then',
  '    echo "${ask##* FROM } has ${now%%[[:space:]]*} rows, of which $1 were copied, or others than those" >&2',
  "    return 1",
  "  fi",
  '  echo "${ask##* FROM }: $1 rows" | tee -a "$work/compared"',
  "}",
];

/**
 * A view that reads as somebody is refused where nobody has that name: in a trial, and in a new store, whose logins are made when it is filled.
 * https://clickhouse.com/docs/sql-reference/statements/create/view#sql_security
 */
const withoutDefiner = "-e 's/ DEFINER = \\(`[^`]*`\\|[^ ]*\\) SQL SECURITY [A-Z]*//'";

/** Shard and name of each server. */
function serversOf(store: string, wish: Shape): string {
  const members = decideClickhouseMembers(store, wish);
  return lines(...members.map((member) => `${member.shard} ${clickhouseHost(store, clickhousePod(member))}`));
}

const asking: readonly string[] = [
  "set -euo pipefail",
  ...atEnd("database"),
  "umask 077",
  clickhouseClientFile,
  'run() { clickhouse client --config-file "$work/client.xml" --host "$@"; }',
];

/** One server of each shard. */
const chosen: readonly string[] = [
  "of=()",
  "while read -r shard host; do",
  '  if [ -z "${of[$shard]:-}" ] && echo "SELECT 1" | run "$host" > /dev/null 2> "$work/said"; then of[$shard]=$host; fi',
  `done < ${copyFolders.files}/servers`,
  `for shard in $(cut -d " " -f 1 ${copyFolders.files}/servers | sort -nu); do`,
  '  if [ -z "${of[$shard]:-}" ]; then cat "$work/said" >&2; echo "no server of shard $shard answers" >&2; exit 1; fi',
  "done",
];

/** The whole of a copy: what isn't read to its end fails too. */
const unpacked: readonly string[] = [
  'mkfifo "$work/pipe" 2>/dev/null || true',
  "say load",
  ...waitFor("begun", "bucket"),
  'clickhouse compressor --decompress < "$work/pipe" | take',
];
