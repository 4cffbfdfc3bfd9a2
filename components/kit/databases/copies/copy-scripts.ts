import { placeOfBucket } from "../bucket-remote.ts";

/** Where containers find their scripts, what they hand each other, and a disk where there is one. */
export const copyFolders = { files: "/etc/landbridge/dump", work: "/work", data: "/data" } as const;

/** Hours after which the newest copy is too old: a night and some. */
export const freshHours = 30;

/** What the copies of a kind are. */
export interface CopyFormat {
  /** How their files' names end, without the dot. */
  readonly suffix: string;
  /** What messages call one, e.g. `dump`. */
  readonly called: string;
}

/** Names of the containers of a pod that copies. */
export type CopySide = "database" | "bucket";

/** Seconds between a container's signs of life, and how many of the other's may be missing: it was killed outright then. */
const signs = { every: 10, missing: 6 } as const;

/**
 * Tells the other container that this one ended, and with which code, after what else is to be done then. One that is killed outright (for its memory)
 * tells nothing: each writes signs of life, and says for the other that it ended when these stop. Who waits at the pipe for the other end is let go.
 */
export function atEnd(side: CopySide, first = ""): readonly string[] {
  const other = side === "database" ? "bucket" : "database";
  return [
    `work=${copyFolders.work}`,
    "live() {",
    "  set +e; beat=0; last=; missing=0",
    "  while kill -0 $$; do",
    `    beat=$((beat + 1)); echo "$beat" > "$work/alive-${side}"`,
    `    seen=; if [ -e "$work/alive-${other}" ]; then read -r seen < "$work/alive-${other}" || true; fi`,
    '    if [ -n "$seen" ] && [ "$seen" != "$last" ]; then missing=0; last=$seen; else missing=$((missing + 1)); fi',
    // One that hasn't begun is still being fetched.
    `    if [ "$missing" -ge ${signs.missing} ] && [ -n "$last" ] && [ ! -e "$work/ended-${other}" ]; then`,
    `      echo killed > "$work/ended-${other}"`,
    "    fi",
    `    if [ "$(cat "$work/ended-${other}")" = killed ] && [ -p "$work/pipe" ]; then : <> "$work/pipe"; fi`,
    `    sleep ${signs.every}`,
    "  done",
    "}",
    "live < /dev/null > /dev/null 2>&1 &",
    "living=$!",
    `trap 'code=$?; ${first}echo "$code" > "$work/ended-${side}"; kill "$living" 2> /dev/null || true' EXIT`,
  ];
}

/** Waits for a file of the other container, and fails if that one ended without it: it is looked for once more, as it may have come just before. */
export function waitFor(file: string, other: CopySide): readonly string[] {
  return [
    `until [ -e "$work/${file}" ]; do`,
    `  if [ -e "$work/ended-${other}" ] && [ ! -e "$work/${file}" ]; then echo "the ${other} container ended early" >&2; exit 1; fi`,
    "  sleep 1",
    "done",
  ];
}

/** Writes a command's output into the pipe, and says to the other container whether it is whole. */
export function pipeOut(...command: readonly string[]): readonly string[] {
  const [last = "", ...before] = [...command].reverse();
  return [
    ...[...before.reverse(), `${last} > "$work/pipe"`].map((line, index) => (index === 0 ? `if ${line}` : line)),
    'then echo whole > "$work/result.new"; else echo broken > "$work/result.new"; fi',
    'mv "$work/result.new" "$work/result"',
    '[ "$(cat "$work/result")" = whole ]',
  ];
}

/**
 * Uploads what comes through the pipe. It has another name until the first container says that it is whole; only then are old ones deleted. Whoever
 * opens a pipe waits for the other end: neither opens it before the other is about to, and whichever ends early ends the other.
 */
export function uploadScript(
  { suffix, called }: CopyFormat,
  { store, days }: { readonly store: string; readonly days: number },
): string {
  return lines(
    "set -eu",
    ...atEnd("bucket"),
    ...placeOfBucket,
    ...waitFor("pipe", "database"),
    "stamp=$(date -u +%Y-%m-%dT%H-%M-%SZ)",
    `whole="$place/${store}/$stamp.${suffix}"`,
    `part="$place/${store}/parts/$stamp"`,
    ': > "$work/ready"',
    'rclone rcat "$part" < "$work/pipe"',
    ...waitFor("result", "database"),
    `[ "$(cat "$work/result")" = whole ] || { rclone deletefile "$part"; echo "the ${called} broke off" >&2; exit 1; }`,
    'rclone moveto "$part" "$whole"',
    'echo "uploaded $stamp"',
    `rclone delete --min-age ${days}d --include '*.${suffix}' --max-depth 1 "$place/${store}"`,
    `rclone delete --min-age 2d "$place/${store}/parts" 2>/dev/null || true`,
  );
}

/** Which copy is read. */
export interface CopyChoice {
  /** The store that was copied. */
  readonly origin: string;
  /** The newest that was begun then or before. - behaviour: the newest of all. */
  readonly at?: string | undefined;
  /** Whether it has to be of the last night. - behaviour: it may be of any age. */
  readonly fresh?: boolean;
}

/** Sets `name` to that copy's. Names of copies are moments, so that they are in order as text. */
export function chooseCopy(
  { suffix, called }: CopyFormat,
  { origin, at, fresh = false }: CopyChoice,
): readonly string[] {
  const until = at === undefined ? [] : [`| awk -v until='${stampOf(at)}.${suffix}' '$0 <= until'`];
  const lastNight = [
    `fresh=$(rclone lsf --files-only --max-age ${freshHours}h --include "$name" "$place/${origin}")`,
    `[ -n "$fresh" ] || { echo "the newest ${called} is $name, from more than ${freshHours} hours ago" >&2; exit 1; }`,
  ];
  return [
    `name=$(rclone lsf --files-only --include '*.${suffix}' "$place/${origin}" | sort ${until.join(" ")} | tail -n 1)`,
    `[ -n "$name" ] || { echo "no ${called} of ${origin} in $BUCKET_URL" >&2; exit 1; }`,
    ...(fresh ? lastNight : []),
  ];
}

/** Reads a copy into the pipe when the other container says `load`. */
export function downloadScript(format: CopyFormat, choice: CopyChoice): string {
  return lines(
    "set -eu",
    ...atEnd("bucket"),
    ...placeOfBucket,
    ...chooseCopy(format, choice),
    'echo "reading $name"',
    ...waitFor("ready", "database"),
    '[ "$(cat "$work/ready")" = load ] || exit 0',
    ': > "$work/begun"',
    `rclone cat "$place/${choice.origin}/$name" > "$work/pipe"`,
  );
}

/** A moment as copies are named. */
export function stampOf(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}

/** Tells `downloadScript` what to do: `say load`, after the pipe was made, or `say done` where nothing is to be brought in. */
export const sayReady = 'say() { echo "$1" > "$work/ready.new"; mv "$work/ready.new" "$work/ready"; }';

/**
 * `enough FOUND BEFORE AFTER`: whether so many points or values are what there were. Shards are copied one after another while they come and go: what
 * the number changed by meanwhile, and one in a hundred, may be more or fewer.
 */
export const enough = String.raw`enough() {
  awk -v found="$1" -v before="$2" -v after="$3" 'BEGIN {
    low = before < after ? before : after; high = before < after ? after : before
    slack = high - low + int(high / 100)
    exit !(found != "" && found + 0 >= low - slack && found + 0 <= high + slack)
  }'
}
`;

/** A script of lines, each of which ends. */
export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
