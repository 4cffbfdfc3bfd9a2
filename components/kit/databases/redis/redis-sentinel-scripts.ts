import { reloadUsersBy, redisAsk, redisFiles, redisFolders } from "./redis-scripts.ts";
import { failoverMilliseconds, sentinelLogin, sentinelQuorum } from "./redis-sentinels.ts";

/** File of the Secret of users with what sentinels log in by. */
export const sentinelPasswordFile = "sentinel";

/** ask_sentinel POD COMMAND…: as `ask`, of a sentinel; a text goes to any server under the name by which sentinels know the store. */
export const askSentinel = String.raw`ask_sentinel() { (PORT="$SENTINEL_PORT"; pod="$1"; shift; ask "$pod.$DOMAIN" sentinel "$@" < /dev/null); }
`;

/** leader: the host that enough sentinels say leads; nothing while they don't agree. Also what the set-up Job asks by. */
export const agreedLeader = String.raw`leader() {
  for pod in $SENTINELS; do ask_sentinel "$pod" get-master-addr-by-name "$STORE" 2> /dev/null | head -n 1; done |
    sort | uniq -c | awk '$1 >= ${sentinelQuorum} { print $2 }'
}
`;

/** Longer than twice the time of a fail-over, which sentinels let pass after one that came to nothing before they try again. */
const takeOverSeconds = (2 * failoverMilliseconds) / 1000 + 15;

/**
 * Starts a server as what sentinels say that it is; it waits until enough of them agree, since who began on its own could lead beside another. Who is said to
 * lead and would begin empty, though there are followers, gives them time to take over: else they would copy that. It is longer while one of them is well.
 * https://valkey.io/topics/replication/#safety-of-replication-when-primary-has-persistence-turned-off
 */
export const followStart = String.raw`set -eu
${redisAsk}
${askSentinel}
${agreedLeader}
mine="$POD_NAME.$DOMAIN"
until leading=$(leader) && [ -n "$leading" ]; do sleep 2; done
worth() {
  for pod in $SENTINELS; do ask_sentinel "$pod" replicas "$STORE" 2> /dev/null || true; done |
    awk 'was == "flags" { if ($0 == "slave") well = 1; known = 1 } { was = $0 } END { print well ? ${takeOverSeconds} : known ? 20 : 0 }'
}
if [ "$leading" = "$mine" ] && { [ "$PAUSE" != 0 ] || [ ! -e ${redisFolders.data}/begun ]; }; then
  began=$(date +%s)
  while [ "$leading" = "$mine" ] && [ $(($(date +%s) - began)) -lt "$(worth)" ]; do
    sleep 1; now=$(leader); leading=${"$"}{now:-$leading}
  done
fi
: > ${redisFolders.data}/begun
set -- ${redisFolders.config}/valkey.conf --replica-announce-ip "$mine"
if [ "$leading" != "$mine" ]; then set -- "$@" --replicaof "$leading" "$PORT"; fi
exec valkey-server "$@"
`;

/**
 * Before a server is told to stop, who leads lets another lead: writes wait until the follower has all of them, and are sent there.
 * https://valkey.io/commands/sentinel-failover/
 */
export const followStop = String.raw`set -u
${redisAsk}
${askSentinel}
leads() { ask "$POD_IP" info replication 2> /dev/null | tr -d '\r' | grep -qx role:master; }
follower() { ask "$POD_IP" info replication 2> /dev/null | grep -q state=online; }
tries=0
while [ "$tries" -lt 20 ] && leads && follower; do
  if [ $((tries % 10)) = 0 ]; then
    for pod in $SENTINELS; do
      if [ "$(ask_sentinel "$pod" failover "$STORE" coordinated 2> /dev/null)" = OK ]; then break; fi
    done
  fi
  tries=$((tries + 1)); sleep 1
done
`;

/** What stands beside a server whose leader sentinels choose: it has the server read users anew when they change. */
export const followKeep = String.raw`set -u
trap 'exit 0' TERM
${redisAsk}
${reloadUsersBy(
  "users.acl",
  `ask "$POD_IP" config set masterauth "$(cat ${redisFolders.users}/${redisFiles.replicationPassword})" > /dev/null`,
)}
while date +%s > ${redisFolders.beat}/beat && sleep 5; do reload; done
`;

/**
 * Starts a sentinel with today's settings and passwords, and with what it knew: who leads, what it promised, who else there is. It is always the same one
 * to others, also after its volume was lost: one more would raise what a majority is.
 */
export const sentinelStart = String.raw`set -eu
umask 077
file=${redisFolders.data}/sentinel.conf
touch "$file"
leading=$(awk -v store="$STORE" '$1 == "sentinel" && $2 == "monitor" && $3 == store { print $4 }' "$file" | tr -d '"')
{
  cat ${redisFolders.config}/sentinel.conf
  echo "sentinel announce-ip $POD_NAME.$DOMAIN"
  echo "sentinel myid $(printf '%s' "$POD_NAME.$DOMAIN" | sha1sum | cut -c 1-40)"
  echo "sentinel sentinel-user ${sentinelLogin}"
  echo "sentinel sentinel-pass $(cat ${redisFolders.users}/${sentinelPasswordFile})"
  echo "sentinel monitor $STORE ${"$"}{leading:-$FIRST} $SERVER_PORT ${sentinelQuorum}"
  cat ${redisFolders.config}/watch.conf
  echo "sentinel auth-user $STORE ${sentinelLogin}"
  echo "sentinel auth-pass $STORE $(cat ${redisFolders.users}/${sentinelPasswordFile})"
  grep -E '^sentinel (config-epoch|leader-epoch|current-epoch|known-replica|known-sentinel) ' "$file" || true
} > "$file.new"
mv "$file.new" "$file"
exec valkey-server "$file" --sentinel
`;

/**
 * Stands beside a sentinel: has it read users and passwords anew when they change, and forget servers that are gone and no longer wished for, one sentinel after
 * the other, since each knows nobody for a moment then: only while the leader and every server that is wished for are well, or it would know no follower
 * that could take over. It is told a password of its own once no server and no other sentinel refuses it: until then it stays logged in by the former.
 */
export const sentinelKeep = String.raw`set -u
trap 'exit 0' TERM
${redisAsk}
${reloadUsersBy("sentinels.acl", ":")}
refused() {
  while read -r host port; do
    case "$(VALKEYCLI_AUTH=$(cat ${redisFolders.users}/${sentinelPasswordFile}) timeout 5 valkey-cli --no-auth-warning --user ${sentinelLogin} --tls --cacert "$CA_FILE" -h "$host.$DOMAIN" -p "$port" ping 2>&1 < /dev/null)" in
      *WRONGPASS*) return 0 ;;
    esac
  done <<END
$(awk -v port="$SERVER_PORT" '{ print $1, port }' ${redisFolders.members}/members)
$(for pod in $SENTINELS; do echo "$pod $PORT"; done)
END
  return 1
}
told=
tell() {
  now=$(cksum < ${redisFolders.users}/${sentinelPasswordFile})
  if [ "$now" = "$told" ] || refused; then return 0; fi
  ask "$POD_IP" sentinel set "$STORE" auth-pass "$(cat ${redisFolders.users}/${sentinelPasswordFile})" > /dev/null &&
    ask "$POD_IP" sentinel config set sentinel-pass "$(cat ${redisFolders.users}/${sentinelPasswordFile})" > /dev/null &&
    told="$now"
}
gone() {
  ask "$POD_IP" sentinel replicas "$STORE" 2> /dev/null | awk '
    NR == FNR { wished[$1 "." ENVIRON["DOMAIN"]] = 1; next }
    was == "ip" { host = $0 }
    was == "flags" && /s_down/ && !(host in wished) { print host }
    { was = $0 }' ${redisFolders.members}/members -
}
others_are_well() {
  leading=$(ask "$POD_IP" sentinel master "$STORE" 2> /dev/null | awk '
    was == "ip" { host = $0 }
    was == "flags" && $0 == "master" { print host }
    { was = $0 }')
  if [ -z "$leading" ]; then return 1; fi
  ask "$POD_IP" sentinel replicas "$STORE" 2> /dev/null | awk -v leading="$leading" '
    NR == FNR { wished[$1 "." ENVIRON["DOMAIN"]] = 1; next }
    was == "ip" { host = $0 }
    was == "flags" && $0 == "slave" { well[host] = 1 }
    { was = $0 }
    END { for (host in wished) if (host != leading && !(host in well)) exit 1 }' ${redisFolders.members}/members - &&
    ask "$POD_IP" sentinel ckquorum "$STORE" > /dev/null 2>&1
}
while date +%s > ${redisFolders.beat}/beat && sleep 5; do
  reload
  tell
  if [ -z "$(gone)" ] || ! others_are_well; then continue; fi
  # A shell hears that it shall end while it waits for somebody, and not while it runs somebody.
  sleep $((${"$"}{POD_NAME##*-} * 30)) & wait $!
  gone=$(gone)
  if [ -z "$gone" ] || ! others_are_well; then continue; fi
  echo "forgets $gone"
  ask "$POD_IP" sentinel reset "$STORE" > /dev/null
done
`;

/** A sentinel is ready that answers: it is asked before there are servers. */
export const sentinelReady = String.raw`set -eu
${redisAsk}
[ "$(ask "$POD_IP" ping)" = PONG ]
`;
