import { sizes } from "../../sizes.ts";
import { placeOfBucket } from "../bucket-remote.ts";
import { copyFolders, freshHours, lines, stampOf } from "../copies/copy-scripts.ts";
import { cassandraPorts, ports } from "../../network/ports.ts";
import { heapOf, nodeEncryption } from "./cassandra-config.ts";
import { bucketBegin, stampFormat } from "./cassandra-copies.ts";

/** Where containers that read a night find rclone's program, the settings of their Cassandra, and files on their way. */
const folders = {
  programs: `${copyFolders.work}/programs`,
  settings: `${copyFolders.work}/settings`,
  arriving: `${copyFolders.data}/arriving`,
  sorted: `${copyFolders.data}/sorted`,
  server: `${copyFolders.data}/server`,
} as const;

/** The first step of a pod that reads a night: what the servers' image hasn't. rclone is one file that needs no other. */
const programsScript = lines(
  "set -eu",
  `mkdir -p ${folders.programs}`,
  `cp /usr/local/bin/rclone /etc/ssl/certs/ca-certificates.crt ${folders.programs}/`,
);

/** What both ways of reading a night begin with: the night, and which nodes it is of. */
function nightBegin(origin: string, at: string | undefined): readonly string[] {
  return [
    "set -euo pipefail",
    "umask 077",
    `work=${copyFolders.work}`,
    `export PATH="${folders.programs}:$PATH" SSL_CERT_FILE=${folders.programs}/ca-certificates.crt`,
    ...placeOfBucket,
    ...bucketBegin(origin),
    "newest() {",
    "  rclone lsf --recursive --files-only --include '/*/whole' \"$nights\" | sed 's|/whole$||' | sort > \"$work/nights\"",
    "  while read -r each; do",
    `    ${at === undefined ? 'echo "$each"' : `if [[ ! "$each" > "${stampOf(at)}" ]]; then echo "$each"; fi`}`,
    '  done < "$work/nights" | tail -n 1',
    "}",
    `none() { echo "no night of ${origin} in $BUCKET_URL is whole" >&2; exit 1; }`,
    ...arrive,
    // A column that was dropped may be gone already at a second try. Tables get an id of their own: another one in the cluster may have theirs.
    "schema_of() {",
    `  origin=$(cd ${folders.arriving} && ls)`,
    `  cat ${folders.arriving}/*/*/schema.cql.* | sed "s/\\b$origin\\./$1./g; s/^\\(ALTER TABLE .*\\) DROP \\([^ ]* USING TIMESTAMP\\)/\\1 DROP IF EXISTS \\2/; s/^\\(ALTER TABLE .*\\) ADD /\\1 ADD IF NOT EXISTS /; / WITH ID = [0-9a-f-]*\$/{N; s/ WITH ID = [0-9a-f-]*\\n *AND / WITH /}"`,
    "}",
  ];
}

/**
 * Fetches what a node had, and sorts it by table under the names that files had. Files of indexes stay behind, which are made anew. What
 * arrived is as long as its name says.
 */
const arrive: readonly string[] = [
  "arrive() {",
  `  rm -rf ${folders.arriving} ${folders.sorted}`,
  `  mkdir -p ${folders.arriving} ${folders.sorted}`,
  '  rclone cat "$nights/$night/$1.files" | grep -E \'^[^/]+/[^/]+/[^/]+$\' > "$work/named"',
  `  rclone copy --files-from-raw "$work/named" --transfers 4 --buffer-size 1Mi "$files/$1" ${folders.arriving}`,
  "  while read -r name; do",
  `    [ "$(stat -c %s "${folders.arriving}/$name" || true)" = "\${name##*.}" ] || { echo "$1/$name isn't in the bucket as it was" >&2; return 1; }`,
  '  done < "$work/named"',
  "}",
  "sort_out() {",
  `  grep -E '/[^/]+-[^/-]+\\.[^/]+\\.[0-9]+\\.[0-9]+$' "$work/named" > "$work/sstables" || true`,
  "  while read -r name; do",
  '    table="${name%/*}"; table="${table#*/}"; file="${name##*/}"; file="${file%.*}"',
  `    mkdir -p "${folders.sorted}/$1/\${table%-*}"`,
  `    mv "${folders.arriving}/$name" "${folders.sorted}/$1/\${table%-*}/\${file%.*}"`,
  '  done < "$work/sstables"',
  "}",
];

/** Files of a Job that brings a night into a store. */
export type CassandraRestoreFiles = Readonly<Record<"programs.sh" | "load.sh" | "cassandra.yaml", string>>;

/** Which night, and into what. */
export interface CassandraRestoreWish {
  /** The store that was copied. */
  readonly origin: string;
  /** The newest night that was begun then or before. - behaviour: the newest of all. */
  readonly at?: string | undefined;
  readonly keyspace: string;
  readonly datacenter: string;
  /** Of each row. */
  readonly copies: number;
  /** Path of the file with who signed the servers' certificates. */
  readonly authorities: string;
}

/** Its own keyspace, which the Job that sets the store up doesn't know. */
const marks = "landbridge_restore.steps";

/**
 * Brings a night into a data centre that has nothing in it, once, whatever its number of nodes: each node's files are streamed to those that hold their rows
 * now. Rows keep the moments at which they were written and at which they end. A run that was cut off goes on with the node at which it was; one that ended
 * isn't repeated, whatever became of the data since.
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/tools/sstable/sstableloader.html
 */
export function decideCassandraRestore(wish: CassandraRestoreWish): CassandraRestoreFiles {
  return {
    "programs.sh": programsScript,
    "load.sh": loadScript(wish),
    "cassandra.yaml": `${JSON.stringify(loaderSettings, undefined, 2)}\n`,
  };
}

/** What any program of Cassandra's has to find, of a node that nobody knows. */
const alone = {
  cluster_name: "alone",
  partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
  endpoint_snitch: "SimpleSnitch",
  listen_address: "127.0.0.1",
  rpc_address: "127.0.0.1",
  seed_provider: [
    { class_name: "org.apache.cassandra.locator.SimpleSeedProvider", parameters: [{ seeds: "127.0.0.1" }] },
  ],
  storage_compatibility_mode: "NONE",
  commitlog_sync: "periodic",
  commitlog_sync_period: "10s",
  data_file_directories: [`${folders.server}/data`],
  commitlog_directory: `${folders.server}/commitlog`,
  saved_caches_directory: `${folders.server}/caches`,
  hints_directory: `${folders.server}/hints`,
  cdc_raw_directory: `${folders.server}/changes`,
} as const;

/** It streams as a node would, so it shows a node's certificate. */
const loaderSettings = {
  ...alone,
  storage_port: cassandraPorts.interNode,
  client_encryption_options: { ...nodeEncryption, enabled: true, optional: false },
  server_encryption_options: { ...nodeEncryption, internode_encryption: "all", require_client_auth: true },
};

/** The superuser's password is an argument of sstableloader, which takes it in no other way: nobody else is in its container. */
function loadScript({ origin, at, keyspace, datacenter, copies, authorities }: CassandraRestoreWish): string {
  const replication = `WITH replication = {'class': 'NetworkTopologyStrategy', '${datacenter}': ${copies}}`;
  return lines(
    ...nightBegin(origin, at),
    'printf \'[plain_text_auth]\\nusername = %s\\npassword = %s\\n\' "$SERVER_USER" "$SERVER_PASSWORD" > /tmp/credentials',
    `printf '[ssl]\\ncertfile = %s\\nvalidate = true\\n' '${authorities}' > /tmp/cqlshrc`,
    "cql() {",
    '  cqlsh "$SERVER_HOST" "$SERVER_PORT" --ssl --no-color --cqlshrc /tmp/cqlshrc --credentials /tmp/credentials \\',
    '    --connect-timeout 20 --request-timeout 120 "$@"',
    "}",
    `mark() { cql -e "CONSISTENCY LOCAL_QUORUM; INSERT INTO ${marks} (store, step, said) VALUES ('${keyspace}', '$1', '$2');" > /dev/null; }`,
    "# What was said of a step; nothing where it wasn't done.",
    "marked() {",
    `  cql -e "CONSISTENCY LOCAL_QUORUM; SELECT JSON said FROM ${marks} WHERE store = '${keyspace}' AND step = '$1';" > "$work/said"`,
    '  sed -n \'s/^ *{"said": "\\(.*\\)"} *$/\\1/p\' "$work/said"',
    "}",
    `cql -e "CREATE KEYSPACE IF NOT EXISTS ${marks.split(".")[0] ?? ""} ${replication}; CREATE TABLE IF NOT EXISTS ${marks} (store text, step text, said text, PRIMARY KEY (store, step));"`,
    "ended=$(marked ended)",
    'if [ -n "$ended" ]; then echo "restored before, from $ended"; exit 0; fi',
    "night=$(marked begun)",
    'if [ -z "$night" ]; then',
    "  night=$(newest)",
    '  [ -n "$night" ] || none',
    `  cql -e "SELECT JSON table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace}';" > "$work/tables"`,
    `  if grep -q table_name\\" "$work/tables"; then echo "${keyspace} has tables already: nothing is brought in" >&2; exit 1; fi`,
    '  mark begun "$night"',
    "fi",
    'echo "bringing in the night $night"',
    `mkdir -p ${folders.settings} && cp -r "$CASSANDRA_CONF/." ${folders.settings}/ && cp ${copyFolders.files}/cassandra.yaml ${folders.settings}/cassandra.yaml`,
    `export CASSANDRA_CONF=${folders.settings} MAX_HEAP_SIZE=${heapOf(readerSize)}`,
    ...bringIn(keyspace, replication),
    'mark ended "$night"',
    'echo "restored from the night $night"',
  );
}

/** Node after node; tables are made as the first one had them. */
function bringIn(keyspace: string, replication: string): readonly string[] {
  return [
    'rclone cat "$nights/$night/whole" > "$work/pods"',
    '[ -s "$work/pods" ] || none',
    'for pod in $(cat "$work/pods"); do',
    '  if [ -n "$(marked "$pod")" ]; then continue; fi',
    '  arrive "$pod"',
    '  if [ -z "$(marked schema)" ]; then',
    `    { echo "CREATE KEYSPACE IF NOT EXISTS ${keyspace} ${replication};"; schema_of ${keyspace}; } > "$work/schema.cql"`,
    '    cql -f "$work/schema.cql"',
    "    mark schema made",
    "  fi",
    `  sort_out ${keyspace}`,
    `  for table in ${folders.sorted}/${keyspace}/*; do`,
    '    [ -d "$table" ] || continue',
    `    sstableloader --conf-path ${folders.settings}/cassandra.yaml --nodes "$SERVER_HOST" --port "$SERVER_PORT" --storage-port ${cassandraPorts.interNode} \\`,
    `      --ssl-storage-port ${cassandraPorts.interNode} --username "$SERVER_USER" --password "$SERVER_PASSWORD" --no-progress "$table"`,
    '    echo "brought in ${table##*/} of $pod"',
    "  done",
    '  mark "$pod" loaded',
    "done",
  ];
}

/** What reads a night is as large as the smallest node: its heap depends on how many files there are, and little on their size. */
const readerSize = "medium";

/** What it requests. */
export const readerCapacity = sizes[readerSize];

/** Files of the Job that tries the newest night. */
type CassandraTrialFiles = Readonly<Record<"programs.sh" | "try.sh" | "cassandra.yaml", string>>;

/**
 * Brings what each node had in the newest night, which has to be the last one, into a server that is started for it and reached by nobody: one node after
 * another, so that its disk needs to be no larger than a node's. The server looks through each file before it takes it, then every row is read.
 */
export function decideCassandraTrial({
  store,
  keyspace,
}: {
  readonly store: string;
  readonly keyspace: string;
}): CassandraTrialFiles {
  return {
    "programs.sh": programsScript,
    "try.sh": trialScript(store, keyspace),
    "cassandra.yaml": `${JSON.stringify(trialSettings, undefined, 2)}\n`,
  };
}

/** Hours for what reads a table from its beginning to its end. */
const patience = "10h";

/** It keeps nothing of what is thrown away, and reads on however much was deleted. */
const trialSettings = {
  ...alone,
  num_tokens: 1,
  native_transport_port: ports.cassandra,
  auto_snapshot: false,
  range_request_timeout: patience,
  read_request_timeout: patience,
  request_timeout: patience,
  truncate_request_timeout: "10m",
  tombstone_failure_threshold: 2_000_000_000,
};

/** What a table's snapshot says that it is made of, beside what arrived of it: one that has rows on no file of this node is told of. */
const compared: readonly string[] = [
  '    cat "$arrived"/manifest.json.* > "$work/manifest" || { echo "$pod doesn\'t say which files $table has" >&2; exit 1; }',
  `    claimed=$(grep -o '"[^"/]*-Data\\.db"' "$work/manifest" | sort -u | wc -l || true)`,
  `    held=$(ls "$folder" 2> /dev/null | grep -c -e '-Data\\.db$' || true)`,
  '    [ "$held" = "$claimed" ] || { echo "$pod: $table is made of $claimed files, of which $held are in the night" >&2; exit 1; }',
  '    if [ "$held" = 0 ]; then echo "$pod: $table has no files there, so no rows"; continue; fi',
];

function trialScript(store: string, keyspace: string): string {
  return lines(
    ...nightBegin(store, undefined),
    "night=$(newest)",
    '[ -n "$night" ] || none',
    `if [[ "$night" < "$(date -u -d '-${freshHours} hours' ${stampFormat})" ]]; then echo "the newest night is $night, more than ${freshHours} hours ago" >&2; exit 1; fi`,
    `mkdir -p ${folders.settings} "$work/logs" && cp -r "$CASSANDRA_CONF/." ${folders.settings}/ && cp ${copyFolders.files}/cassandra.yaml ${folders.settings}/cassandra.yaml`,
    // The management API's agent would look for what its server has.
    `if [ -e ${folders.settings}/cassandra-env.sh ]; then sed -i '/mgmtapi-agent/d' ${folders.settings}/cassandra-env.sh; fi`,
    `printf '%s\\n' -Xms${heapOf(readerSize)} -Xmx${heapOf(readerSize)} >> ${folders.settings}/jvm-server.options`,
    `export CASSANDRA_CONF=${folders.settings} CASSANDRA_LOG_DIR="$work/logs"`,
    'cassandra -f > "$work/logs/out" 2>&1 &',
    "server=$!",
    'trap \'code=$?; if [ "$code" != 0 ]; then tail -n 40 "$work/logs/out" >&2; fi; kill "$server" 2>/dev/null || true\' EXIT',
    `cql() { cqlsh 127.0.0.1 ${ports.cassandra} --no-color --connect-timeout 20 --request-timeout 36000 "$@"; }`,
    "for _ in $(seq 90); do",
    "  if cql -e 'DESCRIBE CLUSTER' > /dev/null 2>&1; then break; fi",
    '  kill -0 "$server" 2>/dev/null || { echo "the server to try in ended" >&2; exit 1; }',
    "  sleep 4",
    "done",
    'rclone cat "$nights/$night/whole" > "$work/pods"',
    '[ -s "$work/pods" ] || none',
    "made=''",
    'for pod in $(cat "$work/pods"); do',
    '  arrive "$pod"',
    '  if [ -z "$made" ]; then',
    `    { echo "CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};"; schema_of ${keyspace}; } > "$work/schema.cql"`,
    '    cql -f "$work/schema.cql"',
    // It would need room for the files twice.
    "    nodetool disableautocompaction",
    "    made=yes",
    "  fi",
    `  sort_out ${keyspace}`,
    `  for arrived in ${folders.arriving}/${keyspace}/*; do`,
    '    table="${arrived##*/}"; table="${table%-*}"',
    `    folder="${folders.sorted}/${keyspace}/$table"`,
    ...compared,
    `    nodetool import --extended-verify ${keyspace} "$table" "$folder"`,
    `    cql -e "SELECT count(*) FROM ${keyspace}.$table;" > "$work/count"`,
    '    rows=$(grep -E \'^ +[0-9]+ *$\' "$work/count" | tr -d " ")',
    '    [ -n "$rows" ] || { cat "$work/count" >&2; echo "the rows of $table can\'t be read" >&2; exit 1; }',
    '    echo "$pod: $table has $rows rows, all of them read"',
    `    cql -e "TRUNCATE ${keyspace}.$table;"`,
    "  done",
    "done",
    'echo "the night $night can be restored"',
  );
}
