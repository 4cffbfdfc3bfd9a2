import { canonicalJson } from "../../names.ts";
import { metricsPorts, ports, qdrantPorts } from "../../network/ports.ts";

/** Where a node finds its settings, its certificate and its volume, and where it may leave a note. */
export const qdrantFolders = {
  config: "/etc/qdrant",
  data: "/var/lib/qdrant",
  tls: "/etc/qdrant-tls",
  notes: "/tmp",
} as const;

/** The file of settings. */
export const qdrantConfigFile = "landbridge.yaml";
/** The program that starts a node. */
export const qdrantStartFile = "start.sh";

/** Variable with the store's key. https://qdrant.tech/documentation/guides/configuration/#environment-variables */
export const qdrantKeyVariable = "QDRANT__SERVICE__API_KEY";

/** What is refused to be written once memory or volume are used so far, in percent: what is there can still be read, and points be deleted. */
const fullPercent = { memory: 85, disk: 85 } as const;

/**
 * A node's settings, as JSON, which YAML is as well. TLS alone, for clients and between nodes, which show each other certificates. Metrics have a port of
 * their own, where nobody is asked for a key: network policies let a Prometheus in alone. Nobody is told how it is used, no page for people
 * is served, and nobody can have it fetch a snapshot from elsewhere. Nodes aren't asked for the key among each other: while it changes some have the
 * other one.
 * https://github.com/qdrant/qdrant/blob/v1.19.0/config/config.yaml
 */
export function decideQdrantConfig(): string {
  const { data, tls } = qdrantFolders;
  return `${canonicalJson({
    log_level: "INFO",
    telemetry_disabled: true,
    storage: {
      storage_path: `${data}/storage`,
      // On the same volume, so that what is finished is moved and not copied.
      snapshots_path: `${data}/snapshots`,
      temp_path: `${data}/temp`,
      quotas: {
        enabled: true,
        max_resident_memory_percent: fullPercent.memory,
        max_disk_usage_percent: fullPercent.disk,
      },
    },
    service: {
      host: "0.0.0.0",
      http_port: ports.qdrant,
      grpc_port: qdrantPorts.grpc,
      metrics_port: metricsPorts.qdrant,
      enable_tls: true,
      enable_cors: false,
      enable_static_content: false,
      enable_snapshot_url_recovery: false,
      jwt_rbac: true,
    },
    // One node too: others can join it later.
    cluster: { enabled: true, p2p: { port: qdrantPorts.nodes, enable_tls: true } },
    // Read anew each hour for the REST API and metrics; gRPC and nodes among each other read it at their start only.
    tls: { cert: `${tls}/tls.crt`, key: `${tls}/tls.key`, ca_cert: `${tls}/ca.crt`, cert_ttl: 3600 },
  })}\n`;
}

/**
 * Starts a node. One that knows the cluster finds it by its volume. One with an empty volume joins whoever answers; only the first one founds a
 * cluster, when nobody answered for a minute, so that it doesn't found a second one when its volume is lost.
 * https://qdrant.tech/documentation/guides/distributed_deployment/
 */
export const qdrantStart = String.raw`set -eu
known=
if [ -e "$DATA/storage/raft_state.json" ]; then known=yes; fi
bootstrap=
find_another() {
  number=0
  while [ "$number" -lt "$MOST_NODES" ]; do
    other="$STORE-$number-0.$DOMAIN"
    if [ "$number" != "$NUMBER" ] && timeout 2 bash -c "exec 3<> /dev/tcp/$other/$NODES_PORT" 2> /dev/null; then
      bootstrap="https://$other:$NODES_PORT"
      return
    fi
    number=$((number + 1))
  done
}
if [ -z "$known" ] && [ "$NODES" -gt 1 ]; then
  tries=0
  while [ "$tries" -lt 12 ]; do
    find_another
    if [ -n "$bootstrap" ]; then break; fi
    tries=$((tries + 1))
    sleep 5
  done
  if [ -z "$bootstrap" ] && [ "$NUMBER" != 0 ]; then
    echo "the volume is empty, and no other node answers: this one waits for the first" >&2
    exit 1
  fi
fi
set -- --config-path "$CONFIG" --uri "https://$POD_NAME.$DOMAIN:$NODES_PORT"
if [ -n "$bootstrap" ]; then set -- "$@" --bootstrap "$bootstrap"; fi
exec /qdrant/qdrant "$@"
`;
