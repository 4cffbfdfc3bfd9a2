import { placeOfBucket } from "../bucket-remote.ts";
import { atEnd, copyFolders, freshHours, lines, waitFor } from "../copies/copy-scripts.ts";
import {
  endOwnServer,
  lookFile,
  lookLine,
  lookThrough,
  ownServerAddress,
  startOwnServer,
} from "./mongodb-own-server.ts";

/** Where the newest copy lies for the trial: the agent that restores it never sees the bucket. */
const copies = `${copyFolders.data}/copies`;

/** Seconds after which the log of writes is too old: it is copied every five minutes, and goes on where it was after a rest. */
const latestSeconds = 3600;

/** Name of the file with `choose`. */
const chooseFile = "choose.js";

/** Until when the newest whole copy goes, and until when the log of writes after one does: seconds, zero where there is none. */
const choose = `const { snapshots, pitr } = JSON.parse(require("fs").readFileSync(process.env.LIST, "utf8"));
const whole = (snapshots ?? []).filter(({ status }) => status === "done").map(({ restoreTo }) => restoreTo);
const ranges = (pitr?.ranges ?? []).filter(({ noBaseSnapshot }) => noBaseSnapshot !== true).map(({ range }) => range.end);
console.log(Math.max(0, ...whole) + " " + Math.max(0, ...ranges));
`;

/** Files of the Job that tries the newest copy of Percona's agent. */
type AgentTrialFiles = Readonly<Record<"try.sh" | "download.sh" | typeof lookFile | typeof chooseFile, string>>;

/** How the agent's programs come to where the server's are. https://docs.percona.com/percona-backup-mongodb/details/architecture.html */
export const agentPrograms = ["/bin/bash", "-c", `cp /usr/bin/pbm /usr/bin/pbm-agent ${copyFolders.work}/`] as const;

/** Room for the copy, packed, and for the server that it is restored into. */
export function decideAgentTrialDisk({ storageGiB }: { readonly storageGiB: number }): number {
  return Math.ceil(storageGiB * 1.5);
}

/**
 * Brings the newest copy and the log of writes since into a server of the trial's own, to the last moment that was copied, and looks through all of it. They are
 * downloaded first, by who may only read: an agent that is shown a bucket writes into it.
 * https://docs.percona.com/percona-backup-mongodb/usage/pitr-tutorial.html
 */
export function decideAgentTrial({ store }: { readonly store: string }): AgentTrialFiles {
  return { "try.sh": tryScript(), "download.sh": fetchScript(store), [lookFile]: lookThrough, [chooseFile]: choose };
}

/** Names of copies are moments, so that they are in order as text; a copy is described by a file beside its folder. */
function fetchScript(store: string): string {
  return lines(
    "set -eu",
    ...atEnd("bucket"),
    ...placeOfBucket,
    `described=$(rclone lsf --files-only --include '*.pbm.json' "$place/${store}" | sort | tail -n 1)`,
    `[ -n "$described" ] || { echo "no copy of ${store} in $BUCKET_URL" >&2; exit 1; }`,
    `fresh=$(rclone lsf --files-only --max-age ${freshHours}h --include "$described" "$place/${store}")`,
    `[ -n "$fresh" ] || { echo "the newest copy is $described, from more than ${freshHours} hours ago" >&2; exit 1; }`,
    'name="${described%.pbm.json}"',
    'echo "reading $name"',
    `mkdir -p ${copies}`,
    `rclone copy --include '/.pbm.init' --include "/$described" --include "/$name/**" "$place/${store}" ${copies}`,
    `rclone copy --max-age ${freshHours + 2}h "$place/${store}/pbmPitr" ${copies}/pbmPitr`,
    ': > "$work/fetched"',
  );
}

function tryScript(): string {
  return lines(
    "set -euo pipefail",
    ...atEnd("database", endOwnServer),
    ...waitFor("fetched", "bucket"),
    ...startOwnServer,
    `export PBM_MONGODB_URI="${ownServerAddress}"`,
    `"$work/pbm-agent" > ${copyFolders.data}/agent.log 2>&1 &`,
    "agent=$!",
    `failed() { tail -n 20 ${copyFolders.data}/agent.log >&2 || true; echo "$1" >&2; exit 1; }`,
    `printf 'storage:\\n  type: filesystem\\n  filesystem:\\n    path: ${copies}\\n' > "$work/pbm.yaml"`,
    // An agent that isn't known yet is asked in vain.
    "for _ in $(seq 60); do",
    `  if "$work/pbm" status --sections cluster --out json 2>/dev/null | grep -Eq '"agent": ?"v'; then break; fi`,
    '  kill -0 "$agent" 2>/dev/null || failed "the agent ended"',
    "  sleep 2",
    "done",
    '"$work/pbm" config --file "$work/pbm.yaml" --wait || failed "the agent reads no copies"',
    '"$work/pbm" config --force-resync --wait || failed "the agent reads no copies"',
    '"$work/pbm" list --out json > "$work/list"',
    `found=$(LIST="$work/list" mongosh --norc --quiet --nodb --file ${copyFolders.files}/${chooseFile})`,
    'copied="${found%% *}" last="${found##* }"',
    '[ "$copied" -gt 0 ] || failed "the newest copy isn\'t whole"',
    '[ "$last" -ge "$copied" ] || failed "no log of writes follows the copy"',
    `[ "$last" -gt $(($(date +%s) - ${latestSeconds})) ] || failed "the log of writes ends at $(date -u -d "@$last")"`,
    '"$work/pbm" restore --time "$(date -u -d "@$last" +%Y-%m-%dT%H:%M:%S)" --wait || failed "the copy can\'t be restored"',
    lookLine,
    'echo "to $(date -u -d "@$last" +%Y-%m-%dT%H:%M:%SZ)"',
  );
}
