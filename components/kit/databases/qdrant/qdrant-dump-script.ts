import { atEnd, copyFolders, lines } from "../copies/copy-scripts.ts";
import { qdrantAsking, qdrantPeers } from "./qdrant-asking.ts";
import { qdrantHanding, qdrantLooking } from "./qdrant-looking.ts";

/**
 * A snapshot lies on its node's volume until it is uploaded: one shard's at a time. What an earlier run left there, since it was killed, goes first. Of
 * one that breaks off nothing is taken. The list says what a collection is like, which snapshots it is made of, with the checksums that nodes gave, and
 * how many points it had before and after.
 * https://api.qdrant.tech/api-reference/snapshots/create-shard-snapshot
 */
export const qdrantDumpScript = String.raw`made=
forget() { [ -z "$made" ] || curl --config "$settings" --silent --show-error --proto '=https' --max-time 60 --request DELETE --output /dev/null "$made" || true; }
${lines(...atEnd("database", "forget; "))}TMPDIR="$NOTES"
${qdrantAsking}${qdrantHanding}${qdrantLooking}
# part COLLECTION SHARD PEER
part() {
  at=$(of_shard "$3" "$1" "$2")
  ask GET "$at" < /dev/null
  must "GET snapshots of shard $2 of collection $1" || exit 1
  objects | sed -n 's/.*"name":"\([A-Za-z0-9._-]*\)".*/\1/p' > "$TMPDIR/left"
  while read -r left; do
    ask DELETE "$at/$left" < /dev/null
    must "delete snapshot $left" || exit 1
  done < "$TMPDIR/left"
  status=$(curl --config "$settings" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 7200 \
    --request POST --output "$answer" --write-out '%{http_code}' "$at?wait=true")
  must "snapshot of shard $2 of collection $1" || exit 1
  snapshot=$(sed -n 's/.*"name":"\([A-Za-z0-9._-]*\)".*/\1/p' "$answer")
  bytes=$(sed -n 's/.*"size":\([0-9]*\).*/\1/p' "$answer")
  checksum=$(sed -n 's/.*"checksum":"\([0-9a-f]*\)".*/\1/p' "$answer")
  if [ -n "$snapshot" ]; then made="$at/$snapshot"; fi
  if [ -z "$bytes" ] || [ "${"${#checksum}"}" != 64 ]; then echo "a snapshot without size or checksum: $(cat "$answer")" >&2; exit 1; fi
  hand "$1/$2" "$bytes"
  if curl --config "$settings" --silent --show-error --fail --proto '=https' --connect-timeout 10 --speed-limit 1 --speed-time 600 \
    --write-out '%{stderr}%{size_download}\n' "$made" > "$work/pipe" 2> "$TMPDIR/got" && [ "$(tail -n 1 "$TMPDIR/got")" = "$bytes" ]
  then tell whole; else tell broken; echo "shard $2 of collection $1: $(cat "$TMPDIR/got") of $bytes bytes" >&2; exit 1; fi
  ask DELETE "$made" < /dev/null
  must "delete snapshot $snapshot" || exit 1
  made=
  echo "shard $1 $2 $bytes $checksum" >> "$work/list"
}

${qdrantPeers}
: > "$work/list"
while read -r name; do
  has=$(shape "$name")
  echo "collection $name $has" >> "$work/list"
  ask GET "$any/collections/$name/cluster" < /dev/null
  must "GET copies of collection $name" || exit 1
  sources > "$TMPDIR/sources"
  if [ "$(wc -l < "$TMPDIR/sources")" -ne "${"${has##* }"}" ]; then
    echo "a shard of collection $name has no copy that is up to date" >&2
    exit 1
  fi
  before=$(count "$name")
  while read -r shard peer; do part "$name" "$shard" "$peer"; done < "$TMPDIR/sources"
  after=$(count "$name")
  echo "points $name $before $after" >> "$work/list"
  echo "collection $name: $after points"
done < ${copyFolders.files}/collections
hand end 0
`;
