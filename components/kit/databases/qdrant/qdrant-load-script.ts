import { atEnd, copyFolders, enough, lines, waitFor } from "../copies/copy-scripts.ts";
import { qdrantAsking, qdrantPeers } from "./qdrant-asking.ts";
import { qdrantHanding, qdrantLooking } from "./qdrant-looking.ts";

/**
 * Brings snapshots into collections that are there and empty. The node that gets one is the truth from then on, and the others copy from it. A run that
 * was cut off is begun anew; one that ended isn't repeated, whatever became of the points since: it is noted in what is said of the collection.
 * https://api.qdrant.tech/api-reference/snapshots/recover-shard-from-uploaded-snapshot
 */
export const qdrantLoadScript = String.raw`${lines(...atEnd("database"))}TMPDIR="$NOTES"
${qdrantAsking}${qdrantHanding}${qdrantLooking}${enough}${lines(...waitFor("list", "bucket"))}
# Without a type of what is sent, which an upload says itself.
grep -v content-type "$settings" > "$TMPDIR/plain"
# note COLLECTION WORD
note() {
  echo '{"metadata":{"landbridge_restore":"'"$2"'"}}' > "$TMPDIR/note"
  ask PATCH "$any/collections/$1?timeout=60" < "$TMPDIR/note"
  must "note at collection $1" || exit 1
}

# Which collections of the copy are brought in: all that are wished for are looked at before any is touched.
: > "$TMPDIR/wanted"
grep '^collection ' "$work/list" > "$TMPDIR/copied" || true
while read -r _ name size distance shards; do
  if ! grep -qxF -e "$name" ${copyFolders.files}/collections; then
    echo "leaves collection $name, for which the store doesn't wish"
    continue
  fi
  has=$(shape "$name")
  noted=$(sed -n 's/.*"landbridge_restore":"\([a-z]*\)".*/\1/p' "$answer")
  if [ "$noted" = ended ]; then
    echo "collection $name was restored before"
    continue
  fi
  if [ "$has" != "$size $distance $shards" ]; then
    echo "collection $name has other vectors (size, distance and shards: $has) than its copy ($size $distance $shards)" >&2
    failed=1
    continue
  fi
  found=$(count "$name")
  if [ -z "$noted" ] && [ "$found" != 0 ]; then
    echo "collection $name has $found points already: nothing is brought in" >&2
    failed=1
    continue
  fi
  echo "$name" >> "$TMPDIR/wanted"
done < "$TMPDIR/copied"
[ "$failed" = 0 ] || exit 1

${qdrantPeers}
while read -r name; do
  note "$name" begun
  ask GET "$any/collections/$name/cluster" < /dev/null
  must "GET copies of collection $name" || exit 1
  sources > "$TMPDIR/sources"
  while read -r _ _ shard bytes checksum; do
    peer=$(sed -n "s/^$shard //p" "$TMPDIR/sources")
    at=$(of_shard "$peer" "$name" "$shard")
    hand "$name/$shard" "$bytes"
    # By cat: a pipe with a name can't be opened twice, and curl would keep its own standard input in memory first.
    status=$(cat "$work/pipe" | curl --config "$TMPDIR/plain" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 21600 \
      --request POST --form 'snapshot=@/dev/stdin;filename=copy;type=application/octet-stream' \
      --output "$answer" --write-out '%{http_code}' "$at/upload?wait=true&priority=snapshot&checksum=$checksum")
    must "recover shard $shard of collection $name" || exit 1
  done <<SHARDS
$(grep "^shard $name " "$work/list")
SHARDS
done < "$TMPDIR/wanted"
hand end 0

# Others copy from the node that has it, which they are told of in their own time.
while read -r name; do
  quiet=0; tries=0
  while [ "$quiet" -lt 3 ]; do
    sleep 5
    ask GET "$any/collections/$name/cluster" < /dev/null
    must "GET copies of collection $name" || exit 1
    if objects | grep -e '"from":' -e '"state":' | grep -q -v '"state":"Active"'; then quiet=0; else quiet=$((quiet + 1)); fi
    tries=$((tries + 1))
    if [ "$tries" -ge 4000 ]; then echo "copies of collection $name aren't up to date" >&2; exit 1; fi
  done
  read -r _ _ before after <<POINTS
$(grep "^points $name " "$work/list")
POINTS
  found=$(count "$name")
  enough "$found" "$before" "$after" || { echo "collection $name has $found points, not $before to $after" >&2; exit 1; }
  note "$name" ended
  echo "collection $name: $found points"
done < "$TMPDIR/wanted"
echo "restored"
`;
