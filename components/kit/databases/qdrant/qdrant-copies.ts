import type { QdrantWish } from "../../../../environments/schema/stores/qdrant.ts";
import type { RestoreWish } from "../../../../environments/schema/stores/backups.ts";
import { canonicalJson } from "../../names.ts";
import { ports } from "../../network/ports.ts";
import { placeOfBucket } from "../bucket-remote.ts";
import { atEnd, chooseCopy, copyFolders, lines, waitFor, type CopyFormat } from "../copies/copy-scripts.ts";
import { qdrantDumpScript } from "./qdrant-dump-script.ts";
import { qdrantLoadScript } from "./qdrant-load-script.ts";
import { qdrantTrialScript } from "./qdrant-trial-script.ts";
import { decideQdrantCopies } from "./qdrant.ts";

/** A list of the snapshots that are one copy, which is written when all of them are there. */
const qdrantCopyFormat: CopyFormat = { suffix: "snapshots", called: "copy" };

/** Files of the Job that copies a store. */
export type QdrantDumpFiles = Readonly<Record<"dump.sh" | "upload.sh" | "collections", string>>;

type Collections = Pick<QdrantWish, "collections">;

/**
 * One container has a node make a snapshot of a shard, writes it into a pipe and has it deleted again, shard by shard; the other uploads what comes.
 * Each shard is copied once, from any node where it is up to date. Snapshots of several shards aren't of one moment.
 * https://api.qdrant.tech/api-reference/snapshots/create-shard-snapshot
 */
export function decideQdrantDump(
  { collections }: Collections,
  { store, days }: { readonly store: string; readonly days: number },
): QdrantDumpFiles {
  return { "dump.sh": qdrantDumpScript, "upload.sh": uploadScript(store, days), collections: namesOf(collections) };
}

/** Files of the Job that tries the newest copy. */
type QdrantTrialFiles = Readonly<Record<"try.sh" | "download.sh" | "server.yaml", string>>;

/** Brings the copy of the last night into a server that is started for it and reached by nobody, and counts what is in it. */
export function decideQdrantTrial(store: string): QdrantTrialFiles {
  return {
    "try.sh": qdrantTrialScript,
    "download.sh": downloadScript({ origin: store, fresh: true }),
    "server.yaml": decideTrialConfig(),
  };
}

/** Files of the Job that brings a copy into a store. */
export type QdrantRestoreFiles = Readonly<Record<"load.sh" | "download.sh" | "collections", string>>;

/**
 * Brings a copy into the collections that the store was made with, once: what is done is noted at each collection. A collection that has points which
 * it didn't bring is left as it is, and the Job fails.
 */
export function decideQdrantRestore(
  { collections }: Collections,
  { store: origin, at }: Pick<RestoreWish, "store" | "at">,
): QdrantRestoreFiles {
  return {
    "load.sh": qdrantLoadScript,
    "download.sh": downloadScript({ origin, at }),
    collections: namesOf(collections),
  };
}

/** GiB of the disk of the server in which a copy is tried: it has what all nodes share, once, and a shard's snapshot besides, for which nodes have room too. */
export function decideQdrantTrialDisk(wish: Pick<QdrantWish, "nodes" | "storageGiB">): number {
  return wish.storageGiB * Math.ceil(wish.nodes / decideQdrantCopies(wish).copies);
}

function namesOf(collections: QdrantWish["collections"]): string {
  return Object.keys(collections)
    .sort()
    .map((name) => `${name}\n`)
    .join("");
}

/**
 * A server for one pod: no TLS, no key, no others, and as little memory as it can do with, whatever the collections wish for.
 * https://github.com/qdrant/qdrant/blob/v1.19.0/config/config.yaml
 */
function decideTrialConfig(): string {
  const { data } = copyFolders;
  return `${canonicalJson({
    log_level: "WARN",
    telemetry_disabled: true,
    storage: {
      storage_path: `${data}/storage`,
      snapshots_path: `${data}/snapshots`,
      temp_path: `${data}/temp`,
      low_memory_mode: "no_populate",
    },
    service: { host: "127.0.0.1", http_port: ports.qdrant, grpc_port: null, enable_static_content: false },
    cluster: { enabled: false },
  })}\n`;
}

/** The size is known, so that parts of the upload are as large as it takes. https://rclone.org/commands/rclone_rcat/ */
function uploadScript(store: string, days: number): string {
  const { suffix, called } = qdrantCopyFormat;
  return lines(
    "set -eu",
    ...atEnd("bucket"),
    ...placeOfBucket,
    "stamp=$(date -u +%Y-%m-%dT%H-%M-%SZ)",
    "next=0",
    "while :; do",
    ...takeNext,
    `  rclone rcat --size "$bytes" "$place/${store}/shards/$stamp/$path" < "$work/pipe"`,
    ...waitFor("result-$next", "database"),
    `  [ "$(cat "$work/result-$next")" = whole ] || { echo "the ${called} broke off at $path" >&2; exit 1; }`,
    "done",
    `rclone copyto "$work/list" "$place/${store}/$stamp.${suffix}"`,
    'echo "uploaded $stamp"',
    // Lists first: none names what isn't there any more.
    `rclone delete --min-age ${days}d --include '*.${suffix}' --max-depth 1 "$place/${store}"`,
    `rclone delete --min-age ${days + 1}d "$place/${store}/shards" 2>/dev/null || true`,
  );
}

/** Reads the list into a file, then those of its snapshots into the pipe that the other container asks for. */
function downloadScript(choice: Parameters<typeof chooseCopy>[1]): string {
  const { origin } = choice;
  const { suffix } = qdrantCopyFormat;
  return lines(
    "set -eu",
    ...atEnd("bucket"),
    ...placeOfBucket,
    ...chooseCopy(qdrantCopyFormat, choice),
    'echo "reading $name"',
    `rclone copyto "$place/${origin}/$name" "$work/list.new"`,
    'mv "$work/list.new" "$work/list"',
    "next=0",
    "while :; do",
    ...takeNext,
    `  rclone cat "$place/${origin}/shards/\${name%.${suffix}}/$path" > "$work/pipe"`,
    "done",
  );
}

/** What the other container says comes next: the path of a snapshot and its size, or the end. */
const takeNext: readonly string[] = [
  "next=$((next + 1))",
  ...waitFor("next-$next", "database"),
  'read -r path bytes < "$work/next-$next"',
  '[ "$path" != end ] || break',
  ': > "$work/ready-$next"',
];
