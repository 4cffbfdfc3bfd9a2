import { ports } from "../../network/ports.ts";
import { atEnd, copyFolders, enough, lines, waitFor } from "../copies/copy-scripts.ts";
import { qdrantHanding } from "./qdrant-looking.ts";

const { data, files } = copyFolders;

/**
 * For the image of the server, where nothing speaks HTTP but bash. Snapshots are put where the server keeps its own, and it compares their checksums
 * itself. Nothing is made better of what is brought in: that would take memory, and nobody searches it.
 * https://api.qdrant.tech/api-reference/snapshots/recover-shard-from-snapshot
 */
export const qdrantTrialScript = String.raw`set -euo pipefail
${lines(...atEnd("database", "kill ${server:-} 2>/dev/null || true; "))}${lines(...waitFor("list", "bucket"))}mkdir -p ${data}/storage ${data}/snapshots ${data}/temp
/qdrant/qdrant --config-path ${files}/server.yaml &
server=$!

# ask METHOD PATH [BODY]: sets status and answer.
ask() {
  { exec 3<> "/dev/tcp/127.0.0.1/${String(ports.qdrant)}"; } 2> /dev/null || { status=; answer="no answer"; return 0; }
  printf '%s %s HTTP/1.1\r\nHost: trial\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' "$1" "$2" "${"${#3}"}" "$3" >&3
  IFS=' ' read -r _ status _ <&3 || status=
  answer=$(cat <&3)
  exec 3>&-
}
must() { [ "$status" = 200 ] || { echo "$1: $status $answer" >&2; exit 1; }; }
${qdrantHanding}${enough}
for _ in $(seq 120); do
  ask GET /readyz ""
  if [ "$status" = 200 ]; then break; fi
  kill -0 "$server" 2>/dev/null || { echo "the server to try in ended" >&2; exit 1; }
  sleep 1
done
must "wait for the server"

while read -r kind name first second third; do
  case "$kind" in
    collection)
      ask PUT "/collections/$name?timeout=60" '{"vectors":{"size":'"$first"',"distance":"'"$second"'","on_disk":true},"shard_number":'"$third"',"optimizers_config":{"max_optimization_threads":0}}'
      must "make collection $name"
      ;;
    shard)
      folder=${data}/snapshots/$name/shards/$first
      mkdir -p "$folder"
      hand "$name/$first" "$second"
      cat "$work/pipe" > "$folder/copy"
      ask PUT "/collections/$name/shards/$first/snapshots/recover?wait=true" '{"location":"copy","priority":"snapshot","checksum":"'"$third"'"}'
      must "recover shard $first of collection $name"
      rm "$folder/copy"
      ;;
    points)
      ask POST "/collections/$name/points/count" '{"exact":true}'
      must "count points of collection $name"
      found=$(printf '%s' "$answer" | sed -n 's/.*"count":\([0-9]*\).*/\1/p')
      enough "$found" "$first" "$second" || { echo "collection $name has $found points, not $first to $second" >&2; exit 1; }
      ask POST "/collections/$name/points/scroll" '{"limit":10,"with_payload":true,"with_vector":true}'
      must "read points of collection $name"
      echo "collection $name: $found points"
      ;;
    *) echo "what is this in a list of snapshots: $kind" >&2; exit 1 ;;
  esac
done < "$work/list"
hand end 0
echo "restored and counted"
`;
