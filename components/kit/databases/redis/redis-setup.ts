import { redisAdmin, redisAsk } from "./redis-scripts.ts";

/** Files of the Job that puts servers together. */
export type RedisSetupFiles = Readonly<Record<"setup.sh" | "members" | "mark", string>>;

/** How many slots a cluster's keys fall into. https://valkey.io/topics/cluster-spec/#key-distribution-model */
const slots = 16384;

/**
 * Waits until every server knows the users; then gives each shard its part of the slots, moves slots to shards that have none and from
 * those that are no longer wished for, and waits until every follower has what its leader has. It can run any number of times, and goes on
 * where it was interrupted.
 * https://valkey.io/topics/cluster-tutorial/#reshard-the-cluster
 */
export function decideRedisSetup(members: readonly string[], mark: string): RedisSetupFiles {
  return { "setup.sh": script, members: members.map((member) => `${member}\n`).join(""), mark: `${mark}\n` };
}

/** What every set-up of a store of Redis begins with: how servers are asked, and that each is waited for. */
export const redisSetupHead = String.raw`set -eu
umask 077
PASSWORD_FILE="$TMPDIR/password"
printf '%s' "$ADMIN_PASSWORD" > "$PASSWORD_FILE"
${redisAsk}
# until_each WHAT TEST…: every server passes, within ten minutes.
until_each() {
  what="$1"; shift
  while read -r member; do
    tries=0
    until "$@" "$member.$DOMAIN"; do
      tries=$((tries + 1))
      if [ "$tries" -ge 120 ]; then echo "$member: $what" >&2; exit 1; fi
      sleep 5
    done
  done < "$FILES/members"
}
knows_users() { ask "$1" acl users 2> /dev/null < /dev/null | grep -qxF "$(cat "$FILES/mark")"; }
`;

const script = String.raw`${redisSetupHead}knows_members() {
  ask "$1" cluster nodes 2> /dev/null < /dev/null | awk '
    NR == FNR { wished[$1 "." ENVIRON["DOMAIN"]] = 1; next }
    { split($2, at, ",") }
    $3 !~ /fail|handshake|noaddr/ && ($8 == "connected" || $3 ~ /myself/) { delete wished[at[2]] }
    END { for (host in wished) exit 1 }' "$FILES/members" -
}
is_well() { ask "$1" cluster info 2> /dev/null < /dev/null | grep -q '^cluster_state:ok'; }
is_in_step() {
  case "$(ask "$1" info replication 2> /dev/null < /dev/null)" in
    *role:slave*master_link_status:up*) return 0 ;;
    *role:master*) ask "$1" cluster nodes < /dev/null | awk '$3 ~ /myself/ { exit $9 == "" }' ;;
    *) return 1 ;;
  esac
}
# Followers of a shard that has no slots yet aren't taken for leaders.
is_settled() {
  case "$1" in "$STORE"-*-0-0.*) return 0 ;; esac
  ask "$1" cluster nodes 2> /dev/null < /dev/null | awk '$3 ~ /myself/ { exit $3 ~ /master/ && $9 == "" }'
}
# leaders: of each its id, its shard, and how many slots it has.
leaders() {
  ask "$first" cluster nodes < /dev/null | awk -v store="$STORE" '
    { split($2, at, ","); split(substr(at[2], length(store) + 2), part, "-") }
    $3 ~ /master/ && $3 !~ /fail|handshake|noaddr/ {
      has = 0
      for (i = 9; i <= NF; i++) if ($i !~ /^\[/) { parts = split($i, range, "-"); has += parts == 2 ? range[2] - range[1] + 1 : 1 }
      print $1, part[1], has
    }'
}
# Also of servers that leave. A slot that was fixed may still be open on who has it, and on its followers: they would be taken for a move that is under way.
close_slots() {
  ask "$1" cluster nodes < /dev/null |
    awk '$3 ~ /myself/ { for (i = 9; i <= NF; i++) if ($i ~ /^\[/) { split(substr($i, 2), slot, "-"); print slot[1] } }' |
    while read -r slot; do ask "$1" cluster setslot "$slot" stable < /dev/null > /dev/null || true; done
}
until_each "doesn't know the users" knows_users
first="$STORE-0-0-0.$DOMAIN"
until_each "isn't connected to every other" knows_members
if ! ask "$first" cluster info < /dev/null | tr -d '\r' | grep -qx 'cluster_slots_assigned:${slots}'; then
  shard=0
  while [ "$shard" -lt "$SHARDS" ]; do
    if ! leaders | awk -v shard="$shard" '$2 == shard && $3 > 0 { found = 1 } END { exit !found }'; then
      ask "$STORE-$shard-0-0.$DOMAIN" cluster addslotsrange \
        $((shard * ${slots} / SHARDS)) $(((shard + 1) * ${slots} / SHARDS - 1)) < /dev/null
    fi
    shard=$((shard + 1))
  done
fi
until_each "says that the cluster isn't well" is_well
until_each "doesn't follow the first of its shard" is_settled
leaders > "$TMPDIR/leaders"
leaving=$(awk -v shards="$SHARDS" '$2 >= shards && $3 > 0 { print "--cluster-weight " $1 "=0" }' "$TMPDIR/leaders")
# A shard with less than nine tenths of its part is new, or its slots were still moving when a Job ended.
joining=$(awk -v shards="$SHARDS" '$2 < shards && $3 * shards * 10 >= ${slots} * 9 { has[$2] = 1 } END { for (s = 0; s < shards; s++) if (!(s in has)) print s }' "$TMPDIR/leaders")
if [ -n "$leaving$joining" ]; then
  connect="--no-auth-warning --user ${redisAdmin} --tls --cacert $CA_FILE"
  valkey-cli $connect --cluster fix "$first:$PORT" < /dev/null
  ask "$first" cluster nodes < /dev/null | awk '$3 !~ /fail|handshake|noaddr/ { split($2, at, ","); print at[2] }' |
    while read -r host; do close_slots "$host"; done
  # Also those without slots that leave: else they would be given some.
  idle=$(awk -v shards="$SHARDS" '$2 >= shards { print "--cluster-weight " $1 "=0" }' "$TMPDIR/leaders")
  valkey-cli $connect --cluster rebalance "$first:$PORT" --cluster-use-empty-masters --cluster-threshold 2 $idle < /dev/null
  until_each "says that the cluster isn't well" is_well
fi
until_each "isn't in step with its leader" is_in_step
`;
