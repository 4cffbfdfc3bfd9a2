import type { FlinkJobWish } from "../../../../environments/schema/services/flink.ts";
import { flinkFolders, flinkVariables } from "./flink-config.ts";
import { flinkJobIds, flinkJobName, flinkPart, flinkPorts } from "./flink.ts";

/** Which job of which cluster. */
export interface FlinkJobPlace {
  readonly domain: string;
  readonly service: string;
  readonly job: string;
}

/** A word of a shell script as it stands, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const { certificate, jars } = flinkFolders;
const { place, namespace } = flinkVariables;
const account = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Seconds in which a job has to be stopped with a savepoint, and to run again. */
export const submitSeconds = { stop: 600, start: 300, whole: 1800 } as const;

/**
 * Brings a job to the cluster as it is wished, whatever it is now: stops it with a savepoint (or, where it can't make one, by its last
 * checkpoint), writes down where it is, and goes on from there. It may be run any number of times. A job that ran and of which the cluster
 * knows nothing is never begun anew by itself: whoever looked says by `from` what it begins with.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/cli/
 */
export function renderSubmit(at: FlinkJobPlace, wish: FlinkJobWish): string {
  return [
    "set -euo pipefail",
    `ids=(${flinkJobIds(at.domain, at.service, at.job).join(" ")})`,
    `record=${flinkJobName(at.service, at.job)}`,
    `from=${quoted(wish.from ?? "")}`,
    `stopped=${wish.stopped}`,
    `places="$${place}/savepoints/${at.job}"`,
    ...functions(flinkPart(at.service, "jobmanager")),
    ...leaveRunning,
    ...begin,
    runOf(wish),
    `until_state ${submitSeconds.start} RUNNING`,
    'write running "$from"',
    "",
  ].join("\n");
}

/** `flink run` without what the job begins with. */
function runOf({ jar, entryClass, parallelism, args }: FlinkJobWish): string {
  return [
    "/opt/flink/bin/flink run --detached",
    // The option is Flink's own way to say a job's id, which its operator and its application mode use.
    `-D "\\$internal.pipeline.job-id=$id"`,
    `--parallelism ${parallelism}`,
    ...(entryClass === undefined ? [] : [`--class ${quoted(entryClass)}`]),
    `"\${begin[@]}"`,
    quoted(`${jars}/${jar}`),
    ...args.map(quoted),
  ].join(" ");
}

function functions(jobManager: string): string[] {
  return [
    `rest() { curl --silent --show-error --max-time 60 --cert ${certificate}/tls.crt --key ${certificate}/tls.key --cacert ${certificate}/ca.crt --output /tmp/answer --write-out '%{http_code}' "$@"; }`,
    `jobs="https://${jobManager}.$${namespace}.svc:${flinkPorts.rest}/jobs"`,
    `api() { curl --silent --show-error --fail --max-time 60 --cacert ${account}/ca.crt --header "Authorization: Bearer $(cat ${account}/token)" "$@" "https://kubernetes.default.svc/api/v1/namespaces/$${namespace}/configmaps/$record"; }`,
    // Values are words and addresses, without a quote.
    `field() { grep -o "\\"$1\\":\\"[^\\"]*\\"" | head -n 1 | cut -d '"' -f 4 || true; }`,
    `known() { tr -d ' \\n' < /tmp/record | field "$1"; }`,
    `write() { api --output /dev/null --request PATCH --header 'Content-Type: application/merge-patch+json' --data "{\\"data\\":{\\"id\\":\\"$id\\",\\"state\\":\\"$1\\",\\"place\\":\\"$2\\"}}"; api --output /tmp/record; }`,
    "state() {",
    '  code="$(rest "$jobs/$id")"',
    '  case "$code" in',
    '    200) tr -d " \\n" < /tmp/answer | field state ;;',
    "    404) echo GONE ;;",
    '    *) echo "the JobManager answers $code" >&2; return 1 ;;',
    "  esac",
    "}",
    // The newest is the one among `latest` with the largest number; a job that made none has none.
    "newest() {",
    '  [ "$(rest "$jobs/$id/checkpoints")" = 200 ] || return 0',
    `  tr -d ' \\n' < /tmp/answer | sed 's/"tasks":{}/"tasks":0/g' | grep -o '"latest":.*"history"' | grep -o '"id":[0-9]*[^{}]*"external_path":"[^"]*"' | sed 's/^"id":\\([0-9]*\\).*"external_path":"\\([^"]*\\)"$/\\1 \\2/' | sort -n | tail -n 1 | cut -d ' ' -f 2 || true`,
    "}",
    "until_state() {",
    `  end=$(( SECONDS + $1 )); shift`,
    '  while now="$(state)"; do',
    '    case " $* " in *" $now "*) return 0 ;; esac',
    '    [ "$SECONDS" -lt "$end" ] || break',
    "    sleep 2",
    "  done",
    '  echo "the job is $now" >&2; return 1',
    "}",
  ];
}

/** Stops what runs, and writes down where it is. */
const leaveRunning: readonly string[] = [
  "api --output /tmp/record",
  'id="$(known id)"',
  'id="${id:-${ids[0]}}"',
  'now="$(state)"',
  'case "$now" in',
  "  GONE) ;;",
  "  FINISHED | CANCELED | FAILED)",
  // A savepoint of ours is written down already; what failed left its last checkpoint.
  '    if [ "$(known state)" != stopped ]; then place="$(newest)"; write stopped "$place"; fi ;;',
  "  *)",
  `    place="$(timeout ${submitSeconds.stop} /opt/flink/bin/flink stop --savepointPath "$places" "$id" | sed -n 's/^Savepoint completed. Path: //p' || true)"`,
  '    if [ -z "$place" ]; then',
  '      place="$(newest)"',
  '      [ -n "$place" ] || [ -n "$from" ] || { echo "the job runs, and has neither savepoint nor checkpoint: say by from what it begins with" >&2; exit 1; }',
  '      [ "$(rest --request PATCH "$jobs/$id?mode=cancel")" = 202 ]',
  "      until_state 120 FINISHED CANCELED FAILED GONE",
  "    fi",
  '    write stopped "$place" ;;',
  "esac",
  'if [ "$stopped" = true ]; then echo "it is stopped"; exit 0; fi',
];

/** What it begins with: what was said, or what it left. */
const begin: readonly string[] = [
  'if [ -z "$from" ]; then',
  '  if [ "$(known state)" = running ] && [ "$now" = GONE ]; then',
  '    echo "the job ran, and the cluster knows nothing of it: say by from what it begins with. It last began with $(known place)" >&2; exit 1',
  "  fi",
  '  from="$(known place)"',
  "fi",
  'last="$id"',
  'for id in "${ids[@]}" none; do [ "$id" != "$last" ] || continue; [ "$id" = none ] || [ "$(state)" != GONE ] || break; done',
  '[ "$id" != none ] || { echo "the job began too often within an hour: try again later" >&2; exit 1; }',
  "begin=()",
  'if [ -n "$from" ] && [ "$from" != nothing ]; then begin=(--fromSavepoint "$from"); fi',
];
