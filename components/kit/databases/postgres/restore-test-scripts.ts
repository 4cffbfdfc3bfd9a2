import { trialMarks, trialSeconds } from "./restore-test.ts";

/** Where the containers of a trial find what they run, and leave notes for each other. */
export const trialFolders = { files: "/landbridge/files", notes: "/landbridge/notes", api: "/landbridge/api" } as const;

/**
 * What a trial runs, one after another: in the clients' image `mark.sh` and, later, `check.sh`; in curl's `restore.sh` before and
 * `finish.sh` after that. What went wrong is written to a note, so that the last always deletes what was restored.
 */
export function decideTrialScripts(): Readonly<Record<string, string>> {
  return { "check.sh": check, "finish.sh": finish, "lib.sh": library, "mark.sh": mark, "restore.sh": restore };
}

/** A role's own settings are a row that it may write without any right, and that is in the copy again. */
const mark = `set -eu
left=${trialMarks.count}
while [ "$left" -gt 0 ]; do
  now=$(date +%s)
  tries=10
  until psql --no-psqlrc --quiet --no-password --set ON_ERROR_STOP=1 --host "$LIVE" --dbname postgres \\
    --command "alter role current_user set application_name = 'mark-$now'"; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then echo "the store can't be written to" >&2; exit 1; fi
    sleep "\${PAUSE:-15}"
  done
  [ -e "$NOTES/first" ] || echo "$now" > "$NOTES/first"
  left=$((left - 1))
  sleep "\${PAUSE:-${trialMarks.apartSeconds}}"
done
`;

const library = `set -eu
clusters="$API/apis/postgresql.cnpg.io/v1/namespaces/$NAMESPACE/clusters"
# Prints the status of the answer, which is left in a note.
ask() {
  curl --silent --show-error --max-time 60 --cacert "$API_FILES/ca.crt" --header "Authorization: Bearer $(cat "$API_FILES/token")" \\
    --header "Content-Type: application/json" --output "$NOTES/answer" --write-out '%{http_code}' "$@" || true
}
failed() { [ -e "$NOTES/failed" ] || echo "$1" > "$NOTES/failed"; }
# Deletes the restored server, and waits until it is gone.
forget() {
  tries=120
  while [ "$(ask --request DELETE "$clusters/$TRIAL")" != 404 ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep "\${PAUSE:-10}"
  done
}
`;

/**
 * A server is ready before its operator is done with it: since the plugin's 0.15.0 what reads the bucket is beside a restored server only
 * until that is there, and the server is restarted once without it. https://github.com/cloudnative-pg/plugin-barman-cloud/blob/v0.15.0/CHANGELOG.md
 */
const restore = `. "$FILES/lib.sh"
settled() { grep -q '"readyInstances":1[,}]' "$NOTES/answer" && grep -q '"phase":"Cluster in healthy state"' "$NOTES/answer"; }
rm -f "$NOTES/failed" "$NOTES/ready"
if ! forget; then failed "what an earlier trial restored can't be deleted"; exit 0; fi
sed -e "s/@JOB@/$JOB/" -e "s/@JOB_UID@/$JOB_UID/" "$FILES/cluster.json" > "$NOTES/cluster.json"
date +%s > "$NOTES/started"
status=$(ask --request POST --data-binary "@$NOTES/cluster.json" "$clusters")
if [ "$status" != 201 ]; then failed "the API server answered $status: $(head -c 500 "$NOTES/answer" | tr '\\n\\t"\\\\' '    ')"; exit 0; fi
until=$(($(cat "$NOTES/started") + \${RESTORE_SECONDS:-${trialSeconds.restore}}))
while [ "$(date +%s)" -lt "$until" ]; do
  if [ "$(ask "$clusters/$TRIAL?pretty=false")" = 200 ] && settled; then
    date +%s > "$NOTES/ready"
    exit 0
  fi
  sleep "\${PAUSE:-10}"
done
failed "no server was ready in time: $(grep -o '"phase":"[^"]*"' "$NOTES/answer" | head -n 1 | tr -d '"')"
`;

/** All that can be read is read: each table's rows, and each index against them. Debian's wrappers don't know pg_amcheck. */
const check = `set -eu
PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr ' ' ':')"
[ ! -e "$NOTES/failed" ] || exit 0
failed() { [ -e "$NOTES/failed" ] || echo "$1" > "$NOTES/failed"; }
query() { psql --no-psqlrc --quiet --no-align --tuples-only --no-password --host "$RESTORED" --dbname "$1" --command "$2"; }
tries=60
until [ "$(query postgres "select rolsuper from pg_roles where rolname = current_user" || true)" = t ]; do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then failed "the restored server lets nobody look"; exit 0; fi
  sleep "\${PAUSE:-10}"
done
newest=$(query postgres "select coalesce(max(substring(one from '^application_name=mark-([0-9]+)$')), '0') from pg_roles, unnest(rolconfig) one where rolname = current_user" || echo 0)
echo "$newest" > "$NOTES/newest"
if [ "\${newest:-0}" -lt "$(cat "$NOTES/first")" ]; then failed "what was written eight minutes before isn't there"; exit 0; fi
query "$DATABASE" "select count(*) from pg_class where relkind in ('r', 'm', 'p') and relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')" \\
  > "$NOTES/tables" || { failed "the database isn't there"; exit 0; }
pg_amcheck --no-password --host "$RESTORED" --maintenance-db postgres --all --install-missing --heapallindexed > "$NOTES/damage" 2>&1 ||
  failed "files are damaged: $(head -c 500 "$NOTES/damage" | tr '\\n\\t"\\\\' '    ')"
cat "$NOTES/damage"
`;

/** Whoever looks at the pod reads how it went, and in a minute whoever is told of failed Jobs. */
const finish = `. "$FILES/lib.sh"
forget || failed "what was restored can't be deleted"
number() { cat "$NOTES/$1" 2> /dev/null || echo 0; }
report="\\"restoreSeconds\\":$(($(number ready) - $(number started))),\\"lostSeconds\\":$(($(number started) - $(number newest))),\\"tables\\":$(number tables)"
if [ -e "$NOTES/failed" ]; then report="\\"outcome\\":\\"failed\\",\\"why\\":\\"$(cat "$NOTES/failed")\\""; else report="\\"outcome\\":\\"restored\\",$report"; fi
echo "{$report}" | tee "\${REPORT:-/dev/termination-log}"
[ ! -e "$NOTES/failed" ]
`;
