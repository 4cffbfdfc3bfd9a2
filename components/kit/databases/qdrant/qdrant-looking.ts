import { lines, waitFor } from "../copies/copy-scripts.ts";
import { qdrantNumber, qdrantShape } from "./qdrant-asking.ts";

/** Lets the other container begin with the pipe: `hand PATH BYTES`, and `tell whole` or `tell broken` when all went through. At last `hand end 0`. */
export const qdrantHanding = lines(
  'mkfifo "$work/pipe" 2>/dev/null || true',
  "next=0",
  "hand() {",
  "next=$((next + 1))",
  'echo "$1 $2" > "$work/next.new"; mv "$work/next.new" "$work/next-$next"',
  '[ "$1" != end ] || return 0',
  ...waitFor("ready-$next", "bucket"),
  "}",
  'tell() { echo "$1" > "$work/result.new"; mv "$work/result.new" "$work/result-$next"; }',
);

/**
 * What scripts that copy want to know of nodes. `sources`, of the collection whose nodes were asked for last: a line for each shard, with a node where it
 * is up to date; nodes take turns. `of_shard PEER COLLECTION SHARD`: where that node is asked for its snapshots. `shape NAME`: size, distance and shards
 * of a collection. `count NAME`: its points.
 */
export const qdrantLooking = String.raw`sources() {
  objects | awk '
${qdrantNumber}    /"shard_count":/ { me = number("peer_id"); next }
    /"points_count":/ || /"peer_id":/ {
      shard = number("shard_id"); if (shard == "" || !/"state":"Active"/) next
      has[shard] = has[shard] " " (/"points_count":/ ? me : number("peer_id"))
    }
    END {
      for (shard = 0; shard in has; shard++) {
        count = split(has[shard], peers, " "); best = peers[1]
        for (i = 2; i <= count; i++) if (load[peers[i]] + 0 < load[best] + 0) best = peers[i]
        load[best]++
        print shard, best
      }
    }'
}
of_shard() {
  pod=$(sed -n "s/^$1 //p" "$TMPDIR/peers")
  [ -n "$pod" ] || { echo "nobody knows node $1" >&2; exit 1; }
  echo "https://$pod.$DOMAIN:$PORT/collections/$2/shards/$3/snapshots"
}
shape() {
  ask GET "$any/collections/$1" < /dev/null
  must "GET collection $1" || exit 1
  tr -d ' \n' < "$answer" | ${qdrantShape}
}
echo '{"exact":true}' > "$TMPDIR/exact"
count() {
  ask POST "$any/collections/$1/points/count" < "$TMPDIR/exact"
  must "count points of collection $1" || exit 1
  sed -n 's/.*"count":\([0-9]*\).*/\1/p' "$answer"
}
`;
