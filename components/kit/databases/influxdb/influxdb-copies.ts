import {
  atEnd,
  copyFolders,
  downloadScript,
  enough,
  lines,
  pipeOut,
  sayReady,
  uploadScript,
  waitFor,
  type CopyFormat,
} from "../copies/copy-scripts.ts";
import type { Capacity } from "../../sizes.ts";
import { influxdbOrganisation } from "./influxdb.ts";

/** Files of each shard, packed, and the list of databases and shards, together in one. */
const format: CopyFormat = { suffix: "influx.tar", called: "copy" };

/** User of the image's files. https://github.com/influxdata/influxdata-docker/blob/master/influxdb/2.9/Dockerfile */
export const influxdbUser = 1000;

/** Where a copy lies before it is uploaded, or after it was downloaded. */
const copyFolder = `${copyFolders.data}/copy`;

/** How many values each database had before it was copied and after, or `-` where the server couldn't count them; and its name. */
const countsFile = `${copyFolder}/counts`;

/** By this database a server that isn't filled yet is known: no wish has such a name, since it would have to be made first. */
const unfinished = "landbridge_restore";

/** What an organisation is described as that was filled. */
const filled = "restored";

/** What scripts have to know; the rest they are told by variables. */
export interface InfluxdbCopyWish {
  readonly store: string;
  /** Days that copies are kept. */
  readonly days: number;
  /** Path of the file with who signed the server's certificate. */
  readonly authorities: string;
}

/**
 * The server gives each shard's files as they are at one moment, one shard after another. What it knows besides stays there: logins, tokens and tasks
 * are made anew for each store. https://docs.influxdata.com/influxdb/v2/reference/cli/influx/backup/
 */
export function decideInfluxdbDump({ authorities, ...wish }: InfluxdbCopyWish) {
  const dump = lines(
    ...beginning(authorities),
    ...asking,
    ...counting,
    'names > "$work/names"',
    'count > "$work/before"',
    `influx backup "${copyFolder}"`,
    `count | paste -d " " <(cut -d " " -f 1 "$work/before") - > "${countsFile}"`,
    `rm -f "${copyFolder}"/*.bolt.gz "${copyFolder}"/*.sqlite.gz`,
    'mkfifo "$work/pipe"',
    ...waitFor("ready", "bucket"),
    ...pipeOut(`tar --create --directory="${copyFolder}" .`),
  );
  return { "dump.sh": dump, "upload.sh": uploadScript(format, wish) };
}

/** Which copy, and into what. */
export interface InfluxdbRestoreWish {
  /** The store that was copied. */
  readonly origin: string;
  /** The newest that was begun then or before. - behaviour: the newest of all. */
  readonly at?: string | undefined;
  readonly authorities: string;
}

/**
 * Brings a copy into a server that was never set up, once. A run that was cut off is begun anew; one that ended isn't repeated. Databases that
 * the copied store had and the new one doesn't wish for are there as well.
 */
export function decideInfluxdbRestore({ authorities, ...choice }: InfluxdbRestoreWish) {
  const load = lines(
    ...beginning(authorities),
    sayReady,
    ...asking,
    "allowed=$(ask GET setup < /dev/null | tr -d ' \\n\\t')",
    'case "$allowed" in *\'"allowed":true\'*) set_up ;; esac',
    `about=$(influx org list --name ${influxdbOrganisation} --json | sed -n 's/^.*"description": "\\(.*\\)",$/\\1/p')`,
    `if [ "$about" = ${filled} ]; then say done; drop ${unfinished}; echo "restored before"; exit 0; fi`,
    `names > "$work/names"`,
    `if ! grep -qx ${unfinished} "$work/names"; then say done; echo "the store has databases already: nothing is brought in" >&2; exit 1; fi`,
    // Of a run that was cut off.
    `{ grep -vx ${unfinished} "$work/names" || true; } | while IFS= read -r name; do drop "$name"; done`,
    ...bringIn,
    `influx org update --id "$(influx org list --name ${influxdbOrganisation} --hide-headers | cut -f 1)" --description ${filled} > /dev/null`,
    `drop ${unfinished}`,
    'echo "restored"',
  );
  return { "load.sh": load, "download.sh": downloadScript(format, choice) };
}

/**
 * Brings the newest copy, which has to be of the last night, into a server that is started for it and reached by nobody, checks every block of its
 * files, and counts the values of each database, which have to be as many as when it was copied. What is too old by now stays until they are counted.
 */
export function decideInfluxdbTrial({ store }: Pick<InfluxdbCopyWish, "store">) {
  const trial = lines(
    "set -euo pipefail",
    ...atEnd("database", "kill ${server:-} 2>/dev/null || true; "),
    'export INFLUX_CONFIGS_PATH="$work/none" INFLUX_HOST=http://127.0.0.1:8086',
    'random=$(head -c 24 /dev/urandom | base64); export INFLUX_TOKEN="${random}"',
    `export INFLUXD_BOLT_PATH=${copyFolders.data}/server/bolt INFLUXD_SQLITE_PATH=${copyFolders.data}/server/sqlite INFLUXD_ENGINE_PATH=${copyFolders.data}/server/engine`,
    "export INFLUXD_HTTP_BIND_ADDRESS=127.0.0.1:8086 INFLUXD_REPORTING_DISABLED=true INFLUXD_UI_DISABLED=true INFLUXD_LOG_LEVEL=warn INFLUXD_STORAGE_RETENTION_CHECK_INTERVAL=24h",
    `mkdir -p ${copyFolders.data}/server`,
    "influxd &",
    "server=$!",
    "for _ in $(seq 120); do",
    '  if curl --silent --fail --output /dev/null "$INFLUX_HOST/health"; then break; fi',
    '  kill -0 "$server" 2>/dev/null || { echo "the server to try in ended" >&2; exit 1; }',
    "  sleep 1",
    "done",
    sayReady,
    ...asking,
    "set_up",
    ...bringIn,
    `drop ${unfinished}`,
    `influxd inspect verify-tsm --engine-path ${copyFolders.data}/server/engine > "$work/checked" 2>&1`,
    // It ends well whatever it finds.
    'grep -q "^Broken Blocks: 0 /" "$work/checked" || { tail -n 20 "$work/checked" >&2; exit 1; }',
    ...counting,
    enough.trimEnd(),
    "while read -r before after name; do",
    '  found=$(values "$name" < /dev/null); found=${found:-0}',
    '  echo "$name: $found values, of $before to $after"',
    '  [ "$before" != - ] && [ "$after" != - ] || continue',
    '  enough "$found" "$before" "$after" || { echo "database $name has $found values, not $before to $after" >&2; exit 1; }',
    `done < "${countsFile}"`,
    `echo "restored and counted: $(wc -l < "${countsFile}") databases"`,
  );
  return { "try.sh": trial, "download.sh": downloadScript(format, { origin: store, fresh: true }) };
}

/**
 * Variables that keep the server in which a copy is tried within its memory: one query at a time, of half of it at most.
 * https://docs.influxdata.com/influxdb/v2/reference/config-options/
 */
export function decideInfluxdbTrialMemory({ memoryGiB }: Pick<Capacity, "memoryGiB">) {
  const bytes = (part: number) => String(Math.floor(memoryGiB * part * 1024 ** 3));
  return Object.entries({
    GOMEMLIMIT: bytes(0.85),
    INFLUXD_QUERY_CONCURRENCY: "1",
    INFLUXD_QUERY_INITIAL_MEMORY_BYTES: String(1024 ** 2),
    INFLUXD_QUERY_MAX_MEMORY_BYTES: bytes(1 / 2),
    INFLUXD_QUERY_MEMORY_BYTES: bytes(1 / 2),
    INFLUXD_QUERY_QUEUE_SIZE: "10",
    INFLUXD_STORAGE_CACHE_MAX_MEMORY_SIZE: bytes(1 / 8),
  }).map(([name, value]) => ({ name, value }));
}

/** The command line trusts whom it is told to by Go's own variable. https://pkg.go.dev/crypto/x509#SystemCertPool */
function beginning(authorities: string): readonly string[] {
  return [
    "set -euo pipefail",
    ...atEnd("database"),
    `export SSL_CERT_FILE=${authorities} CURL_CA_BUNDLE=${authorities} INFLUX_CONFIGS_PATH="$work/none"`,
  ];
}

/** Databases of people's names can hold anything but quotes. The token goes by a file, never by an argument. */
const asking: readonly string[] = [
  'rm -f "$work/settings"',
  '(umask 077; printf \'header = "authorization: Token %s"\\n\' "$INFLUX_TOKEN" > "$work/settings")',
  'ask() { curl --config "$work/settings" --silent --show-error --fail --connect-timeout 10 --max-time 60 --retry 5 --retry-connrefused --request "$1" --data-binary @- "$INFLUX_HOST/api/v2/$2"; }',
  `set_up() { printf '{"username":"landbridge","org":"${influxdbOrganisation}","bucket":"${unfinished}","token":"%s"}' "$INFLUX_TOKEN" | ask POST setup > /dev/null; }`,
  `names() { influx bucket list --org ${influxdbOrganisation} --json | sed -n 's/^.*"name": "\\(.*\\)",$/\\1/p' | grep -v '^_' || true; }`,
  `drop() { if names | grep -qxF -e "$1"; then influx bucket delete --org ${influxdbOrganisation} --name "$1" > /dev/null; fi; }`,
];

/** `values NAME`: how many a database has, or nothing where it has none. `count`: a line of number and name for each of `names`; copies don't fail for it. */
const counting: readonly string[] = [
  "values() {",
  `  influx query --org ${influxdbOrganisation} --raw "from(bucket: \\"$1\\") |> range(start: 1700-01-01T00:00:00Z, stop: 2200-01-01T00:00:00Z) |> count() |> group() |> sum()" \\`,
  "    | tr -d '\\r' | sed -n 's/^,,0,\\([0-9]*\\)$/\\1/p'",
  "}",
  "count() {",
  "  local name found",
  "  while IFS= read -r name; do",
  '    found=$(values "$name" < /dev/null) || found=-',
  '    echo "${found:-0} $name"',
  '  done < "$work/names"',
  "}",
];

/** A copy that broke off has no end, which `tar` sees. */
const bringIn: readonly string[] = [
  'mkfifo "$work/pipe" 2>/dev/null || true',
  "say load",
  ...waitFor("begun", "bucket"),
  `mkdir -p "${copyFolder}"`,
  `tar --extract --directory="${copyFolder}" < "$work/pipe"`,
  `influx restore "${copyFolder}"`,
];
