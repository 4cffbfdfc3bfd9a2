import { deadLetterQueue } from "../../workloads/bindings.ts";
import type { MqttWish } from "../../../../environments/schema/messaging/mqtt.ts";
import { canonicalJson } from "../../names.ts";
import { bridgeLogin, bridgeTopicRights } from "./device-bridge.ts";
import { decideDeviceRequests } from "./mqtt.ts";
import { decideQueuePolicies, queueArguments, type Queue, type RabbitmqUserDecision } from "./rabbitmq.ts";

/** The login that makes all that is inside. No service's is called so: each has a dash. */
export const rabbitmqAdmin = "landbridge";

/** What is to be inside of a RabbitMQ store, the cloud's or ours. */
export interface RabbitmqSetupWish {
  /** Virtual host: the store's name. */
  readonly vhost: string;
  readonly queues: readonly Queue[];
  readonly users: readonly RabbitmqUserDecision[];
  /** What devices need. - behaviour: there are none. */
  readonly mqtt?: MqttWish | undefined;
}

/** Files of a Job that sets up a store. */
export type RabbitmqSetupFiles = Readonly<Record<"setup.sh" | "things" | "logins" | "rights", string>>;

/** Where the Job finds its files, and one file with a password for each login, named like it. */
export const rabbitmqSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Makes the queues that services receive from, each with an exchange of its name and a queue of dead letters, and gives
 * each service a login with the rights that it declares. It can run any number of times. A login that is no longer wished
 * for is deleted; a queue never, since it may hold messages. A queue that is there with other arguments is left as it is,
 * and the Job fails.
 * https://www.rabbitmq.com/docs/http-api-reference
 */
export function decideRabbitmqSetup({ vhost, queues, users, mqtt }: RabbitmqSetupWish): RabbitmqSetupFiles {
  const devices = mqtt === undefined ? [] : decideDeviceRequests(vhost, mqtt).map((asked) => request(...asked));
  return {
    // Devices' own queues come and go, and are too many to be named.
    "setup.sh": mqtt === undefined ? script : script.replace(ownQueues, `${ownQueues}${devicesQueues}`),
    things: lines([...thingsOf(vhost, queues), ...devices]),
    logins: lines(users.map(({ name }) => name)),
    rights: lines(
      users.flatMap(({ name, configure, write, read }) => [
        // Before it may write to the exchange at all.
        ...(name === bridgeLogin ? [request("PUT", `topic-permissions/${vhost}/${name}`, bridgeTopicRights)] : []),
        request("PUT", `permissions/${vhost}/${name}`, { configure, write, read }),
      ]),
    ),
  };
}

/** In an order in which each finds what it needs: a queue its settings, an exchange and a queue each other. */
function thingsOf(vhost: string, queues: readonly Queue[]): string[] {
  const everything = { configure: ".*", write: ".*", read: ".*" };
  const names = queues.flatMap(({ name }) => [name, deadLetterQueue(name)]);
  return [
    request("PUT", `vhosts/${vhost}`, { default_queue_type: "quorum" }),
    request("PUT", `permissions/${vhost}/${rabbitmqAdmin}`, everything),
    ...queues
      .flatMap(decideQueuePolicies)
      .map(({ name, pattern, definition }) =>
        request("PUT", `policies/${vhost}/${name}`, { pattern, definition, priority: 100, "apply-to": "queues" }),
      ),
    ...names.flatMap((name) => [
      request("PUT", `exchanges/${vhost}/${name}`, {
        type: "fanout",
        durable: true,
        auto_delete: false,
        arguments: {},
      }),
      request("PUT", `queues/${vhost}/${name}`, { durable: true, auto_delete: false, arguments: queueArguments }),
      request("POST", `bindings/${vhost}/e/${name}/q/${name}`, { routing_key: "", arguments: {} }),
    ]),
  ];
}

/** One line: method, path and body, the body without spaces. */
function request(method: "PUT" | "POST", path: string, body: object): string {
  return `${method} ${path} ${canonicalJson(body)}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** Where the script looks which queues nobody wishes for, and the line that leaves devices' out. */
const ownQueues = "while read -r queue; do\n";
const devicesQueues = '  case "$queue" in mqtt-*) continue ;; esac\n';

/** By which the script knows its own users among others; a tag that RabbitMQ doesn't know gives no right. */
const mark = "landbridge-service";

/**
 * For a shell without JSON: what is sent is written before, and what is read is picked out of names that can hold no
 * quotes. Passwords go by standard input, never by arguments, and no answer to them is printed.
 * Where `AUTHORITY` names a file, whoever is asked has to show a certificate by it.
 * https://curl.se/docs/manpage.html
 */
const script = String.raw`set -eu
umask 077
settings="$TMPDIR/settings"
answer="$TMPDIR/answer"
printf 'user = "%s:%s"\n' "$ADMIN_USER" "$ADMIN_PASSWORD" > "$settings"
authority=${"${AUTHORITY:-}"}
if [ -n "$authority" ]; then printf 'cacert = "%s"\n' "$authority" >> "$settings"; fi
failed=0

# ask METHOD PATH, its body from standard input: sets status, and leaves the answer.
ask() {
  : > "$answer"
  status=$(curl --config "$settings" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 60 \
    --retry 5 --retry-connrefused --retry-max-time 120 --request "$1" --header 'content-type: application/json' \
    --data-binary @- --output "$answer" --write-out '%{http_code}' "$MANAGEMENT/api/$2") || {
    echo "$1 $2: no answer from $MANAGEMENT" >&2
    exit 1
  }
}

refused() {
  echo "$1: $status $2" >&2
  failed=1
}

# ask_all FILE
ask_all() {
  while read -r method path body; do
    printf '%s' "$body" > "$TMPDIR/body"
    ask "$method" "$path" < "$TMPDIR/body"
    case "$status $path" in
      2*) ;;
      401\ *|403\ *) refused "$method $path" "$ADMIN_USER may not do this"; exit 1 ;;
      400\ queues/*|400\ exchanges/*)
        refused "$method $path" "$(cat "$answer")"
        echo "$path is there already and is another kind of thing, which can't be changed; nothing was deleted. Empty it, delete it by hand, then bring up again." >&2
        ;;
      *) refused "$method $path" "$(cat "$answer")" ;;
    esac
  done < "$1"
}

# The last answer's objects, one on each line, the last line ended too.
objects() { tr '{' '\n' < "$answer"; echo; }
names() { sed -n 's/.*"name":"\([A-Za-z0-9._-]*\)".*/\1/p'; }

ask_all "$FILES/things"

while read -r login; do
  printf '{"password":"%s","tags":"${mark}"}' "$(cat "$PASSWORDS/$login")" > "$TMPDIR/body"
  ask PUT "users/$login" < "$TMPDIR/body"
  rm "$TMPDIR/body"
  case "$status" in 2*) ;; *) refused "PUT users/$login" "" ;; esac
done < "$FILES/logins"
ask_all "$FILES/rights"

ask GET 'users?columns=name,tags' < /dev/null
case "$status" in 2*) ;; *) refused "GET users" "$(cat "$answer")"; exit 1 ;; esac
objects | sed -n '/"${mark}"/p' | names > "$TMPDIR/there"
while read -r login; do
  if grep -qxF -e "$login" "$FILES/logins"; then continue; fi
  echo "deletes login $login, which nobody wishes for"
  ask DELETE "users/$login" < /dev/null
  case "$status" in 2*|404) ;; *) refused "DELETE users/$login" "$(cat "$answer")" ;; esac
done < "$TMPDIR/there"

ask GET "queues/$VHOST?columns=name" < /dev/null
case "$status" in 2*) ;; *) refused "GET queues/$VHOST" "$(cat "$answer")"; exit 1 ;; esac
objects | names > "$TMPDIR/there"
while read -r queue; do
  if grep -qF -e "PUT queues/$VHOST/$queue " "$FILES/things"; then continue; fi
  echo "leaves queue $queue, which nobody wishes for: delete it by hand when it is empty"
done < "$TMPDIR/there"
exit "$failed"
`;
