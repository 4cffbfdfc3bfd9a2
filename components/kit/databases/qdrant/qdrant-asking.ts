/**
 * How scripts ask nodes: for a shell without JSON, so that what is read is picked out of numbers and of names that can hold no quotes. The key goes by a
 * file of curl's, never by arguments.
 * https://curl.se/docs/manpage.html
 */
export const qdrantAsking = String.raw`set -eu
umask 077
settings="$TMPDIR/settings"
answer="$TMPDIR/answer"
printf 'header = "api-key: %s"\nheader = "content-type: application/json"\ncacert = "%s"\n' "$ADMIN_KEY" "$AUTHORITY" > "$settings"
failed=0
any="https://$SERVICE:$PORT"

# ask METHOD URL, its body from standard input: sets status, and leaves the answer.
ask() {
  : > "$answer"
  cat > "$TMPDIR/body"
  if [ -s "$TMPDIR/body" ]; then set -- "$1" "$2" --data-binary "@$TMPDIR/body"; fi
  method="$1"; url="$2"; shift 2
  status=$(curl --config "$settings" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 90 \
    --retry 5 --retry-connrefused --retry-max-time 120 --request "$method" "$@" \
    --output "$answer" --write-out '%{http_code}' "$url") || {
    echo "$method $url: no answer" >&2
    exit 1
  }
}
refused() { echo "$1: $status $(cat "$answer")" >&2; failed=1; }
must() { case "$status" in 2*) ;; *) refused "$1"; return 1 ;; esac; }

# The answer's objects, one on each line.
objects() { tr '{' '\n' < "$answer"; echo; }

`;

/** Which number each node has in the cluster: a file `peers`, a line for each, with the name of its pod. */
export const qdrantPeers = String.raw`# peers: each with the name of its pod.
ask GET "$any/cluster" < /dev/null
must "GET cluster" || exit 1
tr -d ' \n' < "$answer" | grep -o '"[0-9]*":{"uri":"https://[^.:/"]*' | sed 's|"\([0-9]*\)":{"uri":"https://\(.*\)|\1 \2|' > "$TMPDIR/peers"
`;

/** Picks size, distance and number of shards out of what is said of a collection, without spaces. */
export const qdrantShape = String.raw`sed 's/.*"params":{"vectors":{"size":\([0-9]*\),"distance":"\([A-Za-z]*\)".*"shard_number":\([0-9]*\).*/\1 \2 \3/'`;

/** For awk: the number under a key of an object on one line, nothing where there is none. */
export const qdrantNumber = String.raw`    function number(key,   found) {
      if (!match($0, "\"" key "\":[0-9]+")) return ""
      found = substr($0, RSTART, RLENGTH); sub(/.*:/, "", found); return found
    }
`;
