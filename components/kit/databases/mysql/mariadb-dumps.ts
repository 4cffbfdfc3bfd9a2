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

/** Statements, packed. */
const format: CopyFormat = { suffix: "sql.zst", called: "dump" };

/** User of the image's files in a pod that copies: the server's own. https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template */
export const mariadbUser = 999;

/** What is written last into a dump that is whole. https://mariadb.com/docs/server/clients-and-utilities/backup-restore-and-import-clients/mariadb-dump */
const lastLine = "-- Dump completed";

/** What scripts have to know; the rest they are told by variables. */
export interface DumpWish {
  readonly store: string;
  readonly database: string;
  /** Days that dumps are kept. */
  readonly days: number;
  /** Path of the file with who signed the servers' certificates. */
  readonly authorities: string;
}

/** Files of the Jobs that copy a store. */
export type DumpFiles = Readonly<Record<"dump.sh" | "upload.sh", string>>;

/** One container writes statements, packed, into a pipe that the other uploads: nothing waits on a disk, whatever its size. */
export function decideDumpFiles(wish: DumpWish): DumpFiles {
  return { "dump.sh": dumpScript(wish), "upload.sh": uploadScript(format, wish) };
}

/** InnoDB's tables as they were at one moment. In a Galera cluster nothing is locked. */
function dumpScript({ database, authorities }: DumpWish): string {
  return lines(
    ...beginning,
    'mkfifo "$work/pipe"',
    ...waitFor("ready", "bucket"),
    ...pipeOut(
      `mariadb-dump --no-defaults ${tls(authorities)} --host="$SERVER_HOST" --port="$SERVER_PORT" --user="$SERVER_USER" \\`,
      "  --single-transaction --skip-lock-tables --skip-add-locks --quick --hex-blob --routines --triggers --events \\",
      `  --default-character-set=utf8mb4 '${database}' | zstd --quiet -3`,
    ),
  );
}

/** Files of a Job that brings a dump into a store. */
export type RestoreFiles = Readonly<Record<"download.sh" | "load.sh", string>>;

/** Which dump, and into what. */
export interface RestoreWish {
  /** The store that was dumped. */
  readonly origin: string;
  /** The newest that was begun then or before. - behaviour: the newest of all. */
  readonly at?: string | undefined;
  readonly database: string;
  readonly authorities: string;
}

/**
 * Brings a dump into a store that has nothing in it, once. A run that was cut off is begun anew; one that ended isn't repeated, whatever
 * became of the data since.
 */
export function decideRestoreFiles(wish: RestoreWish): RestoreFiles {
  return { "download.sh": downloadScript(format, wish), "load.sh": loadScript(wish) };
}

function loadScript({ database, authorities }: RestoreWish): string {
  const run = `mariadb --no-defaults ${tls(authorities)} --host="$SERVER_HOST" --port="$SERVER_PORT" --user="$SERVER_USER" --batch --skip-column-names`;
  return lines(
    ...beginning,
    `run() { ${run} "$@"; }`,
    sayReady,
    'run --execute="CREATE DATABASE IF NOT EXISTS landbridge_restore; CREATE TABLE IF NOT EXISTS landbridge_restore.runs (name VARCHAR(64) PRIMARY KEY, ended BOOLEAN NOT NULL)"',
    `ended=$(run --execute="SELECT ended FROM landbridge_restore.runs WHERE name = '${database}'")`,
    'if [ "$ended" = 1 ]; then say done; echo "restored before"; exit 0; fi',
    `tables=$(run --execute="SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}'")`,
    `if [ "$ended" = "" ] && [ "$tables" != 0 ]; then say done; echo "${database} has $tables tables already: nothing is brought in" >&2; exit 1; fi`,
    'mkfifo "$work/pipe" 2>/dev/null || true',
    `run --execute="REPLACE INTO landbridge_restore.runs VALUES ('${database}', 0); DROP DATABASE IF EXISTS \\\`${database}\\\`; CREATE DATABASE \\\`${database}\\\` CHARACTER SET utf8mb4"`,
    "say load",
    ...waitFor("begun", "bucket"),
    `zstd --quiet -dc < "$work/pipe" | ${watchEnd} | run --database='${database}'`,
    ...endSeen,
    `run --execute="REPLACE INTO landbridge_restore.runs VALUES ('${database}', 1)"`,
    'echo "restored"',
  );
}

/** Files of the Job that tries the newest dump. */
type TrialFiles = Readonly<Record<"download.sh" | "try.sh", string>>;

/**
 * Loads the newest dump, which has to be of the last night, into a server that is started for it and reached by nobody, and looks through all
 * of its tables.
 */
export function decideTrialFiles({ store, database }: Pick<DumpWish, "store" | "database">): TrialFiles {
  return { "download.sh": downloadScript(format, { origin: store, fresh: true }), "try.sh": trialScript(database) };
}

function trialScript(database: string): string {
  const run = `mariadb --no-defaults --socket="$work/server" --user=root --batch --skip-column-names`;
  return lines(
    "set -euo pipefail",
    ...atEnd("database", "kill ${server:-} 2>/dev/null || true; "),
    `run() { ${run} "$@"; }`,
    `mariadb-install-db --no-defaults --datadir=${copyFolders.data}/server --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve > /dev/null`,
    `mariadbd --no-defaults --datadir=${copyFolders.data}/server --tmpdir="$work" --socket="$work/server" --pid-file="$work/pid" --skip-networking --skip-log-bin &`,
    "server=$!",
    "for _ in $(seq 120); do",
    '  if run --execute="SELECT 1" > /dev/null 2>&1; then break; fi',
    '  kill -0 "$server" 2>/dev/null || { echo "the server to try in ended" >&2; exit 1; }',
    "  sleep 1",
    "done",
    `run --execute="CREATE DATABASE \\\`${database}\\\` CHARACTER SET utf8mb4"`,
    'mkfifo "$work/pipe" 2>/dev/null || true',
    'echo load > "$work/ready.new"; mv "$work/ready.new" "$work/ready"',
    ...waitFor("begun", "bucket"),
    `zstd --quiet -dc < "$work/pipe" | ${watchEnd} | run --database='${database}'`,
    ...endSeen,
    `mariadb-check --no-defaults --socket="$work/server" --user=root --check --databases '${database}' > "$work/checked"`,
    'if grep -v "OK$" "$work/checked" | grep -E -i "error|corrupt|warning" >&2; then exit 1; fi',
    `tables=$(run --execute="SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}' AND table_type = 'BASE TABLE'")`,
    'echo "restored and looked through: $tables tables"',
  );
}

/** Remembers the last line while everything goes by. */
const watchEnd = 'tee >(tail -n 1 > "$work/last")';

/** A dump that broke off may still be statements that can be carried out. */
const endSeen: readonly string[] = [
  'for _ in $(seq 30); do [ -s "$work/last" ] && break; sleep 1; done',
  `case "$(cat "$work/last")" in "${lastLine}"*) ;; *) echo "the dump has no end" >&2; exit 1 ;; esac`,
];

const beginning: readonly string[] = ["set -euo pipefail", ...atEnd("database")];

function tls(authorities: string): string {
  return `--protocol=TCP --ssl --ssl-verify-server-cert --ssl-ca=${authorities}`;
}
