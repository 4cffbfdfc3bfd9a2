import type { InfluxdbWish } from "../../../../environments/schema/stores/influxdb.ts";
import type { Size } from "../../../../environments/schema/names.ts";
import { podSelector, type Labels } from "../../labels.ts";
import { ports } from "../../network/ports.ts";
import { sizes } from "../../sizes.ts";

/** The organisation in which everything is: a server has one, and nobody is asked for its name. */
export const influxdbOrganisation = "landbridge";

/** Where the server's container finds its files. */
export const influxdbFolders = {
  data: "/var/lib/influxdb2",
  files: "/etc/landbridge/server",
  tls: "/etc/landbridge/tls",
  temporary: "/tmp",
} as const;

/** How the pods of a store are found. */
export function influxdbSelector(store: string): Labels {
  return podSelector({ name: store, component: "store" });
}

/** Name of the claim of a store's volume. */
export function influxdbClaim(store: string): string {
  return `${store}-data`;
}

/** Names of all databases of a store, in order. */
export function databasesOf({ databases }: Pick<InfluxdbWish, "databases">): string[] {
  return Object.keys(databases).sort();
}

/** Those that services write to: into one that is made from another nobody else writes. */
export function writtenDatabases({ databases }: Pick<InfluxdbWish, "databases">): string[] {
  return databasesOf({ databases }).filter((name) => databases[name]?.downsample === undefined);
}

/** Bytes in a part of a size's memory. */
function bytes(size: Size, part: number): number {
  return Math.floor(sizes[size].memoryGiB * part * 1024 ** 3);
}

/**
 * How the server runs, as it reads it from its environment: TLS alone, no pages for people, nothing told to its makers, and memory by size. What is
 * acknowledged is on the volume, since the log of writes is synced each time.
 * Queries of Flux get half of the memory together and a quarter at most each; what waits to be written to files an eighth for each shard.
 * https://docs.influxdata.com/influxdb/v2/reference/config-options/
 */
export function decideInfluxdbSettings({ size }: Pick<InfluxdbWish, "size">): Readonly<Record<string, string>> {
  const { data, tls } = influxdbFolders;
  return {
    INFLUXD_BOLT_PATH: `${data}/influxd.bolt`,
    INFLUXD_ENGINE_PATH: `${data}/engine`,
    INFLUXD_SQLITE_PATH: `${data}/influxd.sqlite`,
    INFLUXD_HTTP_BIND_ADDRESS: `:${ports.influxdb}`,
    INFLUXD_TLS_CERT: `${tls}/tls.crt`,
    INFLUXD_TLS_KEY: `${tls}/tls.key`,
    INFLUXD_TLS_MIN_VERSION: "1.2",
    INFLUXD_TLS_STRICT_CIPHERS: "true",
    INFLUXD_HARDENING_ENABLED: "true",
    INFLUXD_LOG_LEVEL: "info",
    INFLUXD_PPROF_DISABLED: "true",
    INFLUXD_REPORTING_DISABLED: "true",
    INFLUXD_UI_DISABLED: "true",
    INFLUXD_USE_HASHED_TOKENS: "true",
    INFLUXD_QUERY_CONCURRENCY: String(Math.max(4, 4 * sizes[size].cpu)),
    INFLUXD_QUERY_QUEUE_SIZE: "100",
    INFLUXD_QUERY_INITIAL_MEMORY_BYTES: String(1024 ** 2),
    INFLUXD_QUERY_MEMORY_BYTES: String(bytes(size, 1 / 4)),
    INFLUXD_QUERY_MAX_MEMORY_BYTES: String(bytes(size, 1 / 2)),
    INFLUXD_STORAGE_CACHE_MAX_MEMORY_SIZE: String(bytes(size, 1 / 8)),
    // Go collects harder before it reaches the container's limit. https://pkg.go.dev/runtime#hdr-Environment_Variables
    GOMEMLIMIT: String(bytes(size, 0.85)),
    HOME: influxdbFolders.temporary,
    // Each minute the certificate is looked at.
    LOOK_SECONDS: "60",
  };
}

/**
 * Begins the server. It reads its certificate at its start only: when there is another one, it is told to end, as it is when its pod goes,
 * and the kubelet starts the container again within seconds.
 */
export const influxdbStart = `set -eu
cp "$INFLUXD_TLS_CERT" "$HOME/shown.crt"
(
  while sleep "$LOOK_SECONDS"; do
    if cmp -s "$HOME/shown.crt" "$INFLUXD_TLS_CERT"; then continue; fi
    echo "the certificate is another one: the server ends, to begin with it"
    kill -TERM $$
    exit
  done
) &
exec influxd
`;
