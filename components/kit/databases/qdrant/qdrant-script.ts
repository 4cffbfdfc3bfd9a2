import { qdrantAsking, qdrantNumber, qdrantPeers, qdrantShape } from "./qdrant-asking.ts";

/**
 * For a shell without JSON: what is sent is written before, and what is read is picked out of numbers and of names that can hold no quotes. The key
 * goes by a file of curl's, never by arguments. Copies that are missing, since a node lost its volume or joined, are made from those that are there,
 * one at a time; what lies on nodes that are to go is moved, and only then do they leave.
 * https://qdrant.tech/documentation/guides/distributed_deployment/#moving-shards
 * https://curl.se/docs/manpage.html
 */
export const qdrantScript = String.raw`${qdrantAsking}# Every node is in the cluster, and ready.
while read -r pod; do
  tries=0
  until curl --config "$settings" --silent --fail --max-time 10 --output /dev/null "https://$pod.$DOMAIN:$PORT/readyz" 2> /dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then echo "$pod isn't ready" >&2; exit 1; fi
    sleep 5
  done
done < "$FILES/nodes"

${qdrantPeers}while read -r pod; do
  if ! grep -q " $pod\$" "$TMPDIR/peers"; then echo "$pod is in no cluster with the others" >&2; exit 1; fi
done < "$FILES/nodes"
: > "$TMPDIR/staying"
: > "$TMPDIR/leaving"
while read -r peer pod; do
  if grep -qxF "$pod" "$FILES/nodes"; then echo "$peer" >> "$TMPDIR/staying"; else echo "$peer" >> "$TMPDIR/leaving"; fi
done < "$TMPDIR/peers"

# Collections: one that is there keeps its vectors and shards.
while read -r name size distance shards body; do
  ask GET "$any/collections/$name" < /dev/null
  case "$status" in
    404)
      printf '%s' "$body" > "$TMPDIR/made"
      ask PUT "$any/collections/$name?timeout=60" < "$TMPDIR/made"
      must "make collection $name" || true
      ;;
    2*)
      text=$(tr -d ' \n' < "$answer")
      has=$(printf '%s' "$text" | ${qdrantShape})
      if [ "$has" != "$size $distance $shards" ]; then
        echo "collection $name is there already with other vectors (size, distance and shards: $has, not $size $distance $shards), which can't be changed; nothing was deleted. Wish for a collection of another name, fill it, and delete this one by hand." >&2
        failed=1
        continue
      fi
      grep -e "^$name " "$FILES/changes" | cut -d ' ' -f 2- > "$TMPDIR/change"
      ask PATCH "$any/collections/$name?timeout=60" < "$TMPDIR/change"
      must "change collection $name" || true
      ;;
    *) refused "GET collection $name" ;;
  esac
done < "$FILES/collections"
while read -r name body; do
  printf '%s' "$body" > "$TMPDIR/made"
  ask PUT "$any/collections/$name/index?wait=true" < "$TMPDIR/made"
  must "index $body of collection $name" || true
done < "$FILES/indexes"

# All that are there, wished for or not: copies of those that somebody else made lie on nodes too.
ask GET "$any/collections" < /dev/null
must "GET collections" || exit 1
objects | sed -n 's/.*"name":"\([A-Za-z0-9_-]*\)".*/\1/p' > "$TMPDIR/there"

# what_next COLLECTION: the next thing to do for its copies, or nothing. "wait" while copies are on their way.
what_next() {
  ask GET "$any/collections/$1/cluster" < /dev/null
  must "GET copies of collection $1" || return 1
  objects | awk -v copies="$COPIES" '
    FILENAME ~ /staying$/ { stays[$1] = 1; peers[++count] = $1; next }
    FILENAME ~ /leaving$/ { leaves[$1] = 1; next }
${qdrantNumber}    /"shard_count":/ { me = number("peer_id"); next }
    /"from":/ { busy = 1 }
    /"points_count":/ || /"peer_id":/ {
      shard = number("shard_id"); if (shard == "") next
      peer = /"points_count":/ ? me : number("peer_id")
      seen[shard] = 1; on[shard, peer] = 1; load[peer]++
      if (peer in stays) have[shard]++
      if (/"state":"Active"/) { active[shard]++; serves[shard, peer] = 1; if (!(shard in source) || peer in stays) source[shard] = peer }
    }
    function target(shard,   i, best) {
      for (i = 1; i <= count; i++)
        if (!((shard, peers[i]) in on) && (best == "" || load[peers[i]] + 0 < load[best] + 0)) best = peers[i]
      return best
    }
    END {
      if (busy) { print "wait"; exit }
      wanted = copies < count ? copies : count
      for (shard = 0; shard in seen; shard++) {
        to = target(shard)
        if (have[shard] + 0 < wanted && to != "" && (shard in source)) { print "replicate", shard, source[shard], to; exit }
        for (peer in leaves) if ((shard, peer) in on && have[shard] + 0 >= wanted && active[shard] - serves[shard, peer] >= 1) { print "drop", shard, peer; exit }
      }
    }' "$TMPDIR/staying" "$TMPDIR/leaving" -
}

moved=0
while read -r name; do
  tries=0
  while [ "$tries" -lt 120 ]; do
    next=$(what_next "$name") || { failed=1; break; }
    set -- $next
    case "${"${1:-}"}" in
      '') break ;;
      wait) tries=$((tries + 1)); sleep 5; continue ;;
      replicate) body='{"replicate_shard":{"shard_id":'$2',"from_peer_id":'$3',"to_peer_id":'$4'}}' ;;
      drop) body='{"drop_replica":{"shard_id":'$2',"peer_id":'$3'}}' ;;
    esac
    echo "collection $name: $next"
    printf '%s' "$body" > "$TMPDIR/made"
    ask POST "$any/collections/$name/cluster?timeout=60" < "$TMPDIR/made"
    must "$next of collection $name" || break
    tries=$((tries + 1))
    moved=1
    sleep 2
  done
  if [ "$tries" -ge 120 ]; then echo "collection $name: copies are still on their way" >&2; failed=1; fi
done < "$TMPDIR/there"

# Nothing lies on them any more, or they are refused.
if [ "$failed" = 0 ]; then
  while read -r peer; do
    ask DELETE "$any/cluster/peer/$peer?timeout=60" < /dev/null
    must "let node $peer leave" || true
  done < "$TMPDIR/leaving"
fi

while read -r name; do
  if grep -q -e "^$name " "$FILES/collections"; then continue; fi
  echo "leaves collection $name, which nobody wishes for: delete it by hand"
done < "$TMPDIR/there"
exit "$failed"
`;
