import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { cassandraPorts } from "../../network/ports.ts";
import type { Surroundings } from "../../surroundings.ts";
import { placeOfBucket } from "../bucket-remote.ts";
import { copyFolders, lines } from "../copies/copy-scripts.ts";
import { decideClusterName, decideRacks } from "./cassandra-cluster.ts";
import { askManagement } from "./cassandra-repair.ts";
import { cassandraNodes } from "./cassandra.ts";

/** Where a node's volume is in the container that copies it: its server has it in the same place. */
export const nodeVolume = { name: "server-data", mountPath: "/var/lib/cassandra" } as const;

/** How snapshots of ours begin; those that people make are left alone. */
const snapshotPrefix = "landbridge-";

/** How the moment of a night is written: so that moments are in order as text. */
export const stampFormat = "+%Y-%m-%dT%H-%M-%SZ";

/** Hours that a night's run may take. */
export const nightHours = 6;

/**
 * Where things lie in a bucket, below the store's name. A night is what its Job and the nodes say of it: `begun`, of each node `<pod>.files` with the
 * files that it is made of and `<pod>.done`, and at the end `whole` with the nodes. Files are shared by nights, see `nodeCopyScript`.
 */
const cassandraPlaces = { nights: "nights", files: "files" } as const;

/** What scripts have to know; the rest they are told by variables. */
export interface CassandraCopyWish {
  readonly store: string;
  readonly keyspace: string;
  /** Days that nights are kept. */
  readonly days: number;
  /** Names by which the management API of each node is reached: all of them begin with the pod's. */
  readonly nodes: readonly string[];
}

/** All nodes by name, rack by rack. */
export function decideCopiedNodes(
  store: string,
  wish: Pick<CassandraWish, "nodes">,
  surroundings: Pick<Surroundings, "zones">,
): string[] {
  const racks = decideRacks(wish, surroundings);
  const cluster = decideClusterName(store);
  const service = `${cluster}-${store}-all-pods-service.${namespaces.data}.svc`;
  return racks.flatMap((rack) =>
    Array.from(
      { length: cassandraNodes(wish) / racks.length },
      (_, index) => `${cluster}-${store}-${rack}-sts-${index}.${service}`,
    ),
  );
}

/** Files of the Job that copies a data centre: its three steps, and the nodes. */
export type CassandraCopyFiles = Readonly<Record<"snapshot.sh" | "keep.sh" | "clear.sh" | "nodes", string>>;

/**
 * A night in three steps, one after another: all nodes make a snapshot at once; the containers beside them upload it, and it is seen that all of
 * it is there; then snapshots go. One that broke off leaves its snapshot, which holds room on the nodes, until the next try begins: each clears what it
 * finds first.
 */
export function decideCassandraCopy(wish: CassandraCopyWish): CassandraCopyFiles {
  return {
    "snapshot.sh": snapshotScript(wish),
    "keep.sh": keepScript(wish),
    "clear.sh": clearScript(),
    nodes: lines(...wish.nodes),
  };
}

/**
 * What both steps that ask nodes begin with. An address of a snapshot is one of our API's: `DELETE` takes whole names alone.
 * https://github.com/k8ssandra/management-api-for-apache-cassandra/blob/master/management-api-server/src/main/java/com/datastax/mgmtapi/resources/NodeOpsResources.java
 */
const nodesBegin: readonly string[] = [
  "set -eu",
  `work=${copyFolders.work}`,
  `nodes=$(cat ${copyFolders.files}/nodes)`,
  ...askManagement,
  `snapshots() { echo "https://$1:${cassandraPorts.management}/api/v0/ops/node/snapshots"; }`,
  'drop() { ask --output /dev/null --request DELETE "$(snapshots "$1")?snapshotNames=$2"; }',
  "drop_ours() {",
  `  ask "$(snapshots "$1")" > "$work/listed"`,
  `  grep -o '${snapshotPrefix}[0-9][0-9TZ-]*' "$work/listed" | sort -u > "$work/ours"`,
  '  while read -r name; do echo "$1 had $name"; drop "$1" "$name"; done < "$work/ours"',
  "}",
];

/**
 * Nodes write what is in memory to files first. A night without one node is none: what it alone was sent would be missing. A keyspace without tables gives a
 * snapshot of which nothing is there, for which nobody should wait.
 */
function snapshotScript({ keyspace }: CassandraCopyWish): string {
  const body = `"{\\"snapshot_name\\":\\"$name\\",\\"keyspaces\\":[\\"${keyspace}\\"],\\"skip_flush\\":false}"`;
  return lines(
    ...nodesBegin,
    'for node in $nodes; do drop_ours "$node"; done',
    `stamp=$(date -u ${stampFormat})`,
    `name=${snapshotPrefix}$stamp`,
    "asked=''",
    "for node in $nodes; do",
    `  ask --max-time 900 --retry 0 --output /dev/null --header 'Content-Type: application/json' --data ${body} "$(snapshots "$node")" &`,
    '  asked="$asked $!"',
    "done",
    "failed=0",
    'for each in $asked; do wait "$each" || failed=1; done',
    'if [ "$failed" = 1 ]; then',
    '  for node in $nodes; do drop "$node" "$name" || true; done',
    '  echo "not every node made a snapshot" >&2',
    "  exit 1",
    "fi",
    "for node in $nodes; do",
    '  listed=$(ask "$(snapshots "$node")")',
    '  case "$listed" in',
    '    *"$name"*) ;;',
    `    *) echo "$node has nothing in its snapshot: keyspace ${keyspace} has no tables, so there is nothing to copy" >&2; exit 1 ;;`,
    "  esac",
    "done",
    'echo "$stamp" > "$work/stamp"',
    'echo "all nodes made $name"',
  );
}

function clearScript(): string {
  return lines(
    ...nodesBegin,
    'for node in $nodes; do drop_ours "$node"; done',
    'echo "no node has a snapshot of ours any more"',
  );
}

/**
 * Says that the nodes may upload, waits for them, looks whether all that they say is there as long as they say, and only then calls the night whole and lets
 * older ones go.
 */
function keepScript({ store, days }: CassandraCopyWish): string {
  return lines(
    "set -eu",
    `work=${copyFolders.work}`,
    ...placeOfBucket,
    ...bucketBegin(store),
    'stamp=$(cat "$work/stamp")',
    'night="$nights/$stamp"',
    ...saidOf,
    `for node in $(cat ${copyFolders.files}/nodes); do echo "\${node%%.*}"; done > "$work/pods"`,
    'echo "$stamp" | rclone rcat "$night/begun"',
    'for pod in $(cat "$work/pods"); do',
    '  until [ "$(said "$night/$pod.done")" = "$stamp" ]; do sleep 15; done',
    '  said "$night/$pod.files" > "$work/claimed"',
    '  [ -s "$work/claimed" ] || { echo "$pod doesn\'t say what its part of the night is made of" >&2; exit 1; }',
    '  rclone lsf --recursive --files-only --format sp --separator " " "$files/$pod" > "$work/there"',
    // The length is the last part of a name.
    `  if ! awk '{ if (FILENAME == ARGV[1]) { size[$2] = $1; next } n = split($0, part, "."); if (size[$0] "" != part[n] "") { print; wrong = 1 } } END { exit wrong }' \\`,
    '    "$work/there" "$work/claimed" > "$work/missing"; then',
    '    head -n 20 "$work/missing" >&2',
    '    echo "$pod uploaded not all of what it says" >&2',
    "    exit 1",
    "  fi",
    '  echo "$pod: $(wc -l < "$work/claimed") files are there"',
    "done",
    'rclone copyto "$work/pods" "$night/whole"',
    '[ "$(said "$night/whole")" = "$(cat "$work/pods")" ] || { echo "can\'t call the night whole" >&2; exit 1; }',
    'echo "night $stamp is whole"',
    ...letOldGo(days),
  );
}

/**
 * What a small file in the bucket says, nothing where it isn't there. That rclone succeeds means little: a bucket has no folders, so a name that isn't
 * there is an empty folder to it, which it reads, lists and copies without complaint.
 */
const saidOf: readonly string[] = ['said() { rclone cat "$1" 2> /dev/null || true; }'];

/** What scripts that read or write a store's nights call its folders. */
export function bucketBegin(store: string): readonly string[] {
  return [`nights="$place/${store}/${cassandraPlaces.nights}"`, `files="$place/${store}/${cassandraPlaces.files}"`];
}

/**
 * Of the files that old nights are made of, those that no other night names go, then the nights. Files that no night ever named aren't looked at: they may
 * belong to a run that has just begun. Whatever versions the bucket keeps of what is deleted stay: to purge would delete them, which nobody here may.
 */
function letOldGo(days: number): readonly string[] {
  return [
    `until=$(date -u -d "@$(( $(date +%s) - ${days * 24 * 3600} ))" ${stampFormat})`,
    `rclone lsf --dirs-only "$nights" | sed 's|/$||' | awk -v until="$until" '$0 < until' > "$work/old"`,
    '[ -s "$work/old" ] || exit 0',
    'while read -r stamp; do rclone deletefile "$nights/$stamp/whole" 2>/dev/null || true; done < "$work/old"',
    `rclone lsf --recursive --files-only --include '*.files' "$nights" > "$work/lists"`,
    `for pod in $(sed 's|.*/||; s|\\.files$||' "$work/lists" | sort -u); do`,
    '  rm -rf "$work/named"',
    '  rclone copy --include "/*/$pod.files" "$nights" "$work/named"',
    '  : > "$work/going"',
    "  while read -r stamp; do",
    '    list="$work/named/$stamp/$pod.files"',
    '    if [ -e "$list" ]; then cat "$list" >> "$work/going"; rm "$list"; fi',
    '  done < "$work/old"',
    `  find "$work/named" -name '*.files' -exec cat {} + > "$work/kept"`,
    `  awk 'FILENAME == ARGV[1] { kept[$0] = 1; next } !($0 in kept) && !seen[$0]++' "$work/kept" "$work/going" > "$work/gone"`,
    '  if [ -s "$work/gone" ]; then',
    '    rclone delete --files-from-raw "$work/gone" "$files/$pod"',
    '    echo "$pod: $(wc -l < "$work/gone") files that no night has any more are deleted"',
    "  fi",
    "done",
    'while read -r stamp; do rclone delete "$nights/$stamp"; echo "let $stamp go"; done < "$work/old"',
  ];
}

/**
 * Runs beside a node for as long as it does: uploads each snapshot of ours whose Job says that all nodes made it, with the files that the bucket hasn't yet.
 * A file of Cassandra's is never written again, but its name may come back with another content, on a volume that is new; so the bucket's names end in the
 * moment and the length of the file. Before anything is uploaded it is said what the night is made of: so nothing of it is deleted meanwhile. It writes each
 * object once and deletes none, as it has no right to (`BucketAccess` is `add`, and some clouds take overwriting for deleting). It never ends, whatever goes
 * wrong, since its node would be taken for one that isn't ready.
 */
export function nodeCopyScript({ store, keyspace }: Pick<CassandraCopyWish, "store" | "keyspace">): string {
  return lines(
    "set -u",
    `work=${copyFolders.work}`,
    `data=${nodeVolume.mountPath}/data/${keyspace}`,
    ...placeOfBucket,
    ...bucketBegin(store),
    ...saidOf,
    "pod=$(hostname)",
    "finished=' '",
    "upload() (",
    "  set -euo pipefail",
    '  if [ "$(said "$nights/$1/$pod.done")" = "$1" ]; then exit 0; fi',
    '  rm -rf "$work/tree" "$work/files" "$work/list"',
    '  mkdir -p "$work/tree"',
    '  cd "$data"',
    `  find . -type f -path "./*/snapshots/${snapshotPrefix}$1/*" -exec stat -c '%Y %s %n' {} + > "$work/list"`,
    "  while read -r changed size file; do",
    '    table="${file#./}"; table="${table%%/*}"',
    `    target="${keyspace}/$table/\${file#./*/snapshots/${snapshotPrefix}$1/}.$changed.$size"`,
    '    mkdir -p "$work/tree/${target%/*}"',
    '    ln -s "$data/${file#./}" "$work/tree/$target"',
    '    echo "$target"',
    '  done < "$work/list" | sort > "$work/files"',
    '  [ -s "$work/files" ] || { echo "snapshot $1 has no files" >&2; exit 1; }',
    '  rclone copyto --ignore-existing "$work/files" "$nights/$1/$pod.files"',
    '  said "$nights/$1/$pod.files" > "$work/claimed"',
    '  cmp -s "$work/files" "$work/claimed" || { echo "the bucket has another list of $1, which nobody here may change" >&2; exit 1; }',
    '  rclone copy --copy-links --ignore-existing --transfers 2 --buffer-size 0 "$work/tree" "$files/$pod"',
    '  echo "$1" | rclone rcat "$nights/$1/$pod.done"',
    '  echo "uploaded $1: $(wc -l < "$work/files") files"',
    ")",
    "while :; do",
    `  for stamp in $(find "$data" -mindepth 3 -maxdepth 3 -type d -path '*/snapshots/${snapshotPrefix}*' 2>/dev/null | sed 's|.*/${snapshotPrefix}||' | sort -u); do`,
    '    case "$finished" in *" $stamp "*) continue ;; esac',
    '    [ "$(said "$nights/$stamp/begun")" = "$stamp" ] || continue',
    // Alone on its line: as a condition it would go on after what failed in it.
    '    upload "$stamp"',
    '    if [ "$?" = 0 ]; then finished="$finished$stamp "; else echo "could not upload $stamp, and tries again" >&2; fi',
    "  done",
    "  sleep 15",
    "done",
  );
}
