import type { InfluxdbWish } from "../../../../environments/schema/stores/influxdb.ts";
import { canonicalJson } from "../../names.ts";
import type { Consumer } from "../../workloads/consumers.ts";
import { decideTasks } from "./downsample.ts";
import { databasesOf, influxdbOrganisation, writtenDatabases } from "./influxdb.ts";

/** Where the Job finds its files, and one file with a password for each login, named like it. */
export const influxdbSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/** By which the script knows its own tasks and logins among others. */
const mark = "landbridge";

const daySeconds = 86400;

/** What a login may do with a database. */
export interface InfluxdbRight {
  readonly login: string;
  readonly action: "read" | "write";
  readonly database: string;
}

/** Readers read all databases; writers write besides into those that aren't made from others. */
export function decideInfluxdbRights(
  wish: Pick<InfluxdbWish, "databases">,
  logins: readonly Pick<Consumer, "name" | "access">[],
): InfluxdbRight[] {
  return logins.flatMap(({ name, access }) => [
    ...databasesOf(wish).map((database) => ({ login: name, action: "read", database }) as const),
    ...(access === "read-write"
      ? writtenDatabases(wish).map((database) => ({ login: name, action: "write", database }) as const)
      : []),
  ]);
}

/**
 * Seconds that a file of points covers. Points are deleted file by file, so that some outlive their time by so much.
 * https://docs.influxdata.com/influxdb/v2/reference/internals/shards/#shard-group-duration
 */
export function shardSeconds(keepDays: number | undefined): number {
  if (keepDays !== undefined && keepDays <= 2) return 3600;
  return keepDays !== undefined && keepDays <= 180 ? daySeconds : 7 * daySeconds;
}

/**
 * Makes the organisation with its administrator's token, which we made; databases with their retention; the tasks that make databases from others;
 * and a login for each service, with rights for these databases alone. It can run any number of times. Logins and tasks that are no
 * longer wished for are deleted, databases never.
 * https://docs.influxdata.com/influxdb/v2/api/
 */
export function decideInfluxdbSetup(
  wish: Pick<InfluxdbWish, "databases">,
  logins: readonly Pick<Consumer, "name" | "access">[],
): Readonly<Record<string, string>> {
  const tasks = decideTasks(wish);
  const bodies = tasks.map(({ name, flux }): [string, string] => [
    `task.${name}.json`,
    canonicalJson({ description: mark, flux, org: influxdbOrganisation, status: "active" }),
  ]);
  return {
    "setup.sh": script,
    databases: lines(databasesOf(wish).map((name) => databaseLine(name, wish.databases[name]?.keepDays))),
    logins: lines(logins.map(({ name }) => name)),
    rights: lines(
      decideInfluxdbRights(wish, logins).map(({ login, action, database }) => `${login} ${action} ${database}`),
    ),
    tasks: lines(tasks.map(({ name }) => name)),
    ...Object.fromEntries(bodies),
  };
}

/** Name, seconds that points are kept, zero for ever, and seconds of a file. */
function databaseLine(name: string, keepDays: number | undefined): string {
  return `${name} ${(keepDays ?? 0) * daySeconds} ${shardSeconds(keepDays)}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/**
 * For a shell without JSON: names can hold no quotes, and what is read is picked out line by line. Logins are those of the API of version 1, since
 * only they have a password that we choose: tokens of version 2 are made by the server, and somebody would have to carry them out.
 * Rights of a login can't be changed: one with others is made anew. Passwords and the token go by files, never by arguments.
 * https://docs.influxdata.com/influxdb/v2/reference/api/influxdb-1x/
 */
const script = String.raw`set -eu
umask 077
settings="$TMPDIR/settings"
answer="$TMPDIR/answer"
body="$TMPDIR/body"
failed=0

# known TOKEN: who asks from now on.
known() {
  printf 'cacert = "%s"\nheader = "authorization: Token %s"\n' "$AUTHORITY" "$1" > "$settings"
}

# ask METHOD PATH, its body from standard input: sets status, and leaves the answer.
ask() {
  : > "$answer"
  status=$(curl --config "$settings" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 60 \
    --retry 5 --retry-connrefused --retry-max-time 120 --request "$1" --header 'content-type: application/json' \
    --data-binary @- --output "$answer" --write-out '%{http_code}' "$URL/$2") || {
    echo "$1 $2: no answer from $URL" >&2
    exit 1
  }
}

# done_or_failed WHAT
done_or_failed() {
  case "$status" in 2*) return 0 ;; esac
  echo "$1: $status $(cat "$answer")" >&2
  failed=1
  return 1
}

# must METHOD PATH: without it nothing else can be done.
must() {
  ask "$1" "$2" < "$body"
  case "$status" in
    2*) ;;
    401) echo "$1 $2: the server knows another administrator's token: its volume is of an earlier store" >&2; exit 1 ;;
    *) echo "$1 $2: $status $(cat "$answer")" >&2; exit 1 ;;
  esac
}

# The last answer's objects, one on each line, without spaces around their fields.
objects() { tr -d '\n\t' < "$answer" | sed 's/": */":/g; s/, *"/,"/g' | tr '{' '\n'; echo; }
# ids: of lines.
ids() { sed -n 's/.*"id":"\([0-9a-f]*\)".*/\1/p'; }
# id_of FIELD VALUE
id_of() { objects | grep -F -e "\"$1\":\"$2\"" | ids | head -n 1; }
# retention SECONDS FILE_SECONDS
retention() { printf '[{"type":"expire","everySeconds":%s,"shardGroupDurationSeconds":%s}]' "$1" "$2"; }

known "$ADMIN_TOKEN"
: > "$body"
must GET api/v2/setup
if objects | grep -q '"allowed":true'; then
  read -r first _ < "$FILES/databases"
  printf '{"username":"${mark}","org":"%s","bucket":"%s","token":"%s"}' "$ORGANISATION" "$first" "$ADMIN_TOKEN" > "$body"
  must POST api/v2/setup
  echo "made the organisation"
fi
: > "$body"
must GET "api/v2/orgs?org=$ORGANISATION"
org=$(id_of name "$ORGANISATION")
if [ -z "$org" ]; then echo "there is no organisation $ORGANISATION" >&2; exit 1; fi

must GET "api/v2/buckets?orgID=$org&limit=100"
objects | grep -F '"type":"user"' > "$TMPDIR/there" || true
: > "$TMPDIR/databases"
while read -r name seconds file_seconds; do
  rules=$(retention "$seconds" "$file_seconds")
  id=$(grep -F -e "\"name\":\"$name\"" "$TMPDIR/there" | ids | head -n 1)
  if [ -n "$id" ]; then
    printf '{"retentionRules":%s}' "$rules" > "$body"
    must PATCH "api/v2/buckets/$id"
  else
    printf '{"orgID":"%s","name":"%s","retentionRules":%s}' "$org" "$name" "$rules" > "$body"
    must POST api/v2/buckets
    id=$(id_of name "$name")
  fi
  printf '%s %s\n' "$name" "$id" >> "$TMPDIR/databases"
done < "$FILES/databases"
sed -n 's/.*"name":"\([^"]*\)".*/\1/p' "$TMPDIR/there" > "$TMPDIR/names"
while read -r name; do
  if grep -q -e "^$name " "$FILES/databases"; then continue; fi
  echo "leaves database $name, which nobody wishes for: delete it by hand when nobody needs what is in it"
done < "$TMPDIR/names"

: > "$body"
must GET "api/v2/tasks?orgID=$org&limit=500"
objects | grep -F '"description":"${mark}"' > "$TMPDIR/there" || true
while read -r name; do
  cat "$FILES/task.$name.json" > "$body"
  id=$(grep -F -e "\"name\":\"$name\"" "$TMPDIR/there" | ids | head -n 1)
  if [ -n "$id" ]; then ask PATCH "api/v2/tasks/$id" < "$body"; else ask POST api/v2/tasks < "$body"; fi
  done_or_failed "task $name" || true
done < "$FILES/tasks"
while read -r line; do
  name=$(printf '%s\n' "$line" | sed -n 's/.*"name":"\([^"]*\)".*/\1/p')
  if grep -qxF -e "$name" "$FILES/tasks"; then continue; fi
  echo "deletes task $name, which nobody wishes for"
  ask DELETE "api/v2/tasks/$(printf '%s\n' "$line" | ids)" < /dev/null
  done_or_failed "DELETE task $name" || true
done < "$TMPDIR/there"

logins=private/legacy/authorizations
: > "$body"
must GET "$logins?orgID=$org"
objects | grep -F '"description":"${mark} ' > "$TMPDIR/there" || true
while read -r login; do
  permissions=
  grep -e "^$login " "$FILES/rights" > "$TMPDIR/rights"
  while read -r _ action database; do
    bucket=$(sed -n "s/^$database //p" "$TMPDIR/databases")
    permissions="$permissions,{\"action\":\"$action\",\"resource\":{\"type\":\"buckets\",\"id\":\"$bucket\",\"orgID\":\"$org\"}}"
  done < "$TMPDIR/rights"
  description="${mark} $(printf '%s' "$permissions" | sha256sum | cut -c1-16)"
  line=$(grep -F -e "\"token\":\"$login\"" "$TMPDIR/there" || true)
  id=$(printf '%s\n' "$line" | ids)
  case "$line" in
    *"\"description\":\"$description\""*) ;;
    *)
      if [ -n "$id" ]; then
        ask DELETE "$logins/$id" < /dev/null
        done_or_failed "DELETE login $login" || continue
      fi
      printf '{"token":"%s","status":"active","description":"%s","orgID":"%s","permissions":[%s]}' \
        "$login" "$description" "$org" "${"${permissions#,}"}" > "$body"
      ask POST "$logins" < "$body"
      done_or_failed "login $login" || continue
      id=$(id_of token "$login")
      ;;
  esac
  printf '{"password":"%s"}' "$(cat "$PASSWORDS/$login")" > "$body"
  ask POST "$logins/$id/password" < "$body"
  : > "$body"
  done_or_failed "password of $login" || true
done < "$FILES/logins"
while read -r line; do
  login=$(printf '%s\n' "$line" | sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
  if grep -qxF -e "$login" "$FILES/logins"; then continue; fi
  echo "deletes login $login, which nobody wishes for"
  ask DELETE "$logins/$(printf '%s\n' "$line" | ids)" < /dev/null
  done_or_failed "DELETE login $login" || true
done < "$TMPDIR/there"
exit "$failed"
`;
