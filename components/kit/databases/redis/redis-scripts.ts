/** The login by which servers, what stands beside them and the set-up Job know each other. No service's is called so: each has a dash. */
export const redisAdmin = "landbridge";

/** Where containers find things. */
export const redisFolders = {
  config: "/etc/valkey/config",
  members: "/etc/valkey/members",
  tls: "/etc/valkey/tls",
  users: "/etc/valkey/users",
  data: "/data",
  /** Where the keeper says when it last looked. */
  beat: "/run/keeper",
} as const;

/** Files of the Secret of users. */
export const redisFiles = { adminPassword: "admin", replicationPassword: "replication" } as const;

/** Where the set-up Job finds its files. */
export const redisSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Seconds that a server which led and keeps nothing waits before it starts again: longer than its followers need to take over. Else it would
 * come back empty as their leader, and they would copy that.
 * https://valkey.io/topics/replication/#safety-of-replication-when-primary-has-persistence-turned-off
 */
export const redisPauseSeconds = 15;

/**
 * ask HOST COMMAND…: by TLS, as the administrator, whose password is read each time, since it may change; by the one before where FORMER_FILE holds
 * it. Errors of the server are failures.
 */
export const redisAsk = String.raw`ask() {
  asked="$1"; shift
  VALKEYCLI_AUTH=$(cat "${"$"}{FORMER_FILE:-$PASSWORD_FILE}"); export VALKEYCLI_AUTH
  timeout 5 valkey-cli -e --no-auth-warning --user ${redisAdmin} --tls --cacert "$CA_FILE" -h "$asked" -p "$PORT" "$@"
}
`;

/** Starts a server of a cluster under its name and today's address. */
export const clusterStart = String.raw`set -eu
if [ "$PAUSE" != 0 ] && grep -qs 'myself,master' ${redisFolders.data}/nodes.conf; then sleep "$PAUSE"; fi
exec valkey-server ${redisFolders.config}/valkey.conf \
  --cluster-announce-ip "$POD_IP" --cluster-announce-hostname "$POD_NAME.$DOMAIN"
`;

/**
 * Ready is who answers and, as a follower, has all that its leader has: only then may the next one restart. Whether the whole cluster is well
 * isn't asked, since clients need somebody to ask just then.
 */
export const redisReady = String.raw`set -eu
${redisAsk}
found=$(ask "$POD_IP" info replication)
case "$found" in
  *role:slave*) case "$found" in *master_link_status:up*) ;; *) echo "not in step with its leader" >&2; exit 1 ;; esac ;;
  *role:master*) ;;
  *) echo "$found" >&2; exit 1 ;;
esac
`;

/** Alive is who answers at all, also while it loads what it wrote, and before it has heard of another password of the administrator's. */
export const redisAlive = String.raw`set -u
${redisAsk}
case "$(ask "$POD_IP" ping 2>&1)" in PONG|*LOADING*|*MASTERDOWN*|*BUSY*|*WRONGPASS*|*NOAUTH*) ;; *) exit 1 ;; esac
`;

/**
 * Users, and the password by which a follower logs in, are read anew when they change: the kubelet brings them within about a minute. Where the
 * administrator's own password changed with them, the server is told by the one that it knew last: nobody else could tell it.
 */
export const reloadUsers = reloadUsersBy(
  "users.acl",
  `ask "$POD_IP" config set masterauth "$(cat ${redisFolders.users}/${redisFiles.replicationPassword})" > /dev/null`,
);

/** The same of what has another file of users, and is told passwords by which it logs in elsewhere otherwise. */
export function reloadUsersBy(file: string, tell: string): string {
  return String.raw`users=
FORMER_FILE=
reload() {
  now=$(cksum < ${redisFolders.users}/${file})
  if [ "$now" = "$users" ]; then return 0; fi
  if [ -e ${redisFolders.beat}/known ] && ! ask "$POD_IP" ping > /dev/null 2>&1; then FORMER_FILE=${redisFolders.beat}/known; fi
  ${tell}
  if ask "$POD_IP" acl load > /dev/null; then
    users="$now"
    (umask 077; cat "$PASSWORD_FILE" > ${redisFolders.beat}/known)
  fi
  FORMER_FILE=
}
`;
}

/**
 * Runs beside each server of a cluster and does what somebody would do by hand:
 * - meets servers that it isn't connected to, by the name that stays when an address changes, once they have proved to be of this store;
 * - as a leader without slots follows who leads its shard, or is to: a new server, or one whose volume was lost;
 * - forgets servers that failed, lead nothing and came back as another, or are no longer wished for;
 * - as the first copy of its shard leads it again a minute after it has caught up, so that leaders stay spread over zones;
 * - has the server read users anew when they change.
 * Lines of `CLUSTER NODES`: id, address with the host's name, flags, leader, ping, pong, epoch, link, slots.
 * https://valkey.io/commands/cluster-nodes/
 */
export const clusterKeep = String.raw`set -u
trap 'exit 0' TERM
${redisAsk}
${reloadUsers}
meet() {
  while read -r member; do
    if printf '%s\n' "$nodes" | awk -v host="$member.$DOMAIN" '{ split($2, at, ",") } at[2] == host && $3 !~ /fail/ && ($8 == "connected" || $3 ~ /myself/) { found = 1 } END { exit !found }'; then continue; fi
    address=$(getent hosts "$member.$DOMAIN" | awk '{ print $1; exit }')
    if [ -z "$address" ] || ! ask "$address" cluster myid > /dev/null 2>&1; then continue; fi
    echo "meets $member at $address"
    ask "$POD_IP" cluster meet "$address" "$PORT" > /dev/null
  done < ${redisFolders.members}/members
}
follow() {
  leader=$(printf '%s\n' "$nodes" | awk -v mine="$STORE-$SHARD-" '
    $3 ~ /myself/ && ($3 !~ /master/ || $9 != "") { exit }
    { split($2, at, ",") }
    index(at[2], mine) != 1 { next }
    $3 ~ /master/ && $3 !~ /myself|fail|handshake/ && $9 != "" { leader = $1 }
    $3 ~ /master/ && $3 !~ /myself|fail|handshake/ && index(at[2], mine "0-0.") == 1 { first = $1 }
    $3 ~ /myself/ { empty = 1 }
    END { if (empty) print (leader != "" ? leader : first) }')
  if [ -z "$leader" ]; then return 0; fi
  echo "follows $leader"
  ask "$POD_IP" cluster replicate "$leader" > /dev/null
}
forget() {
  printf '%s\n' "$nodes" | awk '
    NR == FNR { wished[$1 "." ENVIRON["DOMAIN"]] = 1; next }
    { split($2, at, ",") }
    $3 !~ /fail|handshake|noaddr/ && ($8 == "connected" || $3 ~ /myself/) { there[at[2]] = 1 }
    $3 ~ /(^|,)fail(,|$)/ && $9 == "" { failed[$1] = at[2] }
    END { for (id in failed) if ((failed[id] in there) || !(failed[id] in wished)) print id }' ${redisFolders.members}/members - |
    while read -r id; do
      echo "forgets $id"
      ask "$POD_IP" cluster forget "$id" > /dev/null
    done
}
steady=0
lead() {
  if [ "$COPY" != 0 ]; then return 0; fi
  found=$(ask "$POD_IP" info replication)
  case "$found" in *role:slave*) ;; *) steady=0; return 0 ;; esac
  case "$found" in *master_link_status:up*) ;; *) steady=0; return 0 ;; esac
  case "$(ask "$POD_IP" cluster info)" in *cluster_state:ok*) ;; *) steady=0; return 0 ;; esac
  steady=$((steady + 1))
  if [ "$steady" -lt 12 ]; then return 0; fi
  steady=0
  echo "leads again"
  ask "$POD_IP" cluster failover > /dev/null
}
while date +%s > ${redisFolders.beat}/beat && sleep 5; do
  reload
  nodes=$(ask "$POD_IP" cluster nodes 2> /dev/null) || continue
  meet
  follow
  forget
  lead
done
`;

/** Well is a keeper that began, and that looked within two minutes: what it asks of a server ends after five seconds. */
export const redisKeeps = String.raw`set -eu
[ $(( $(date +%s) - $(cat ${redisFolders.beat}/beat) )) -lt 120 ]
`;
