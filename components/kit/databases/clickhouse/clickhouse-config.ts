import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { clickhousePorts, metricsPorts, ports } from "../../network/ports.ts";
import { sizes } from "../../sizes.ts";
import {
  clickhouseAdmin,
  clickhouseHost,
  clickhouseKeepers,
  clickhousePod,
  decideClickhouseMembers,
  keeperPod,
} from "./clickhouse.ts";
import { FromVariable, renderXml, type XmlElements } from "./clickhouse-xml.ts";

/** Where servers and keepers find their files. */
export const clickhouseFolders = {
  config: "/etc/clickhouse",
  users: "/etc/clickhouse-users",
  tls: "/etc/clickhouse-tls",
  data: "/var/lib/clickhouse",
} as const;

/** Variables of a pod that its settings name. */
export const clickhouseVariables = {
  host: "LANDBRIDGE_HOST",
  shard: "LANDBRIDGE_SHARD",
  copy: "LANDBRIDGE_COPY",
  keeperId: "LANDBRIDGE_KEEPER_ID",
  keeperIdentity: "LANDBRIDGE_KEEPER_IDENTITY",
  clusterSecret: "LANDBRIDGE_CLUSTER_SECRET",
} as const;

/** Named collection by which copies of a database know how to reach each other. */
export const clickhouseCollection = "landbridge_copies";

/** Profiles of those who log in. */
export const clickhouseProfiles = { read: "landbridge_readers", "read-write": "landbridge_writers" } as const;

/** Days for which servers remember queries. */
const queryLogDays = 7;

/** Seconds that a server which stops gives to queries. */
export const clickhouseStopSeconds = 60;

/**
 * TLS that others are shown, and what is asked of theirs: our authority, and the name by which they were called.
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings#openssl
 */
const openSSL: XmlElements = {
  server: {
    certificateFile: `${clickhouseFolders.tls}/tls.crt`,
    privateKeyFile: `${clickhouseFolders.tls}/tls.key`,
    caConfig: `${clickhouseFolders.tls}/ca.crt`,
    // Clients log in with a password.
    verificationMode: "none",
    loadDefaultCAFile: false,
    cacheSessions: true,
    disableProtocols: "sslv2,sslv3,tlsv1,tlsv1_1",
    preferServerCiphers: true,
  },
  client: {
    caConfig: `${clickhouseFolders.tls}/ca.crt`,
    verificationMode: "strict",
    extendedVerification: true,
    loadDefaultCAFile: false,
    cacheSessions: true,
    disableProtocols: "sslv2,sslv3,tlsv1,tlsv1_1",
    preferServerCiphers: true,
    invalidCertificateHandler: { name: "RejectCertificateHandler" },
  },
};

/** Whether a node has only one of the two families of addresses is its own business. */
const listening: XmlElements = { listen_host: ["0.0.0.0", "::"], listen_try: true };

const logger: XmlElements = { level: "information", console: true };

const prometheus: XmlElements = {
  endpoint: "/metrics",
  port: metricsPorts.clickhouse,
  metrics: true,
  events: true,
  asynchronous_metrics: true,
  errors: true,
};

/**
 * Settings of a server. There is no port without TLS but that of numbers. Logins are in the keepers, so that every server, also one that
 * joins, knows the same; the administrator alone is in a file.
 * https://clickhouse.com/docs/operations/server-configuration-parameters/settings
 */
export function decideServerConfig(store: string, wish: ClickhouseWish): string {
  const { data, users } = clickhouseFolders;
  const host = new FromVariable(clickhouseVariables.host);
  const clusterSecret = new FromVariable(clickhouseVariables.clusterSecret);
  return renderXml({
    logger,
    ...listening,
    https_port: ports.clickhouse,
    tcp_port_secure: clickhousePorts.native,
    interserver_https_port: clickhousePorts.interserver,
    interserver_https_host: host,
    interserver_http_credentials: { user: "interserver", password: clusterSecret },
    path: `${data}/`,
    tmp_path: `${data}/tmp/`,
    user_files_path: `${data}/user_files/`,
    format_schema_path: `${data}/format_schemas/`,
    ...agreementOf(store, wish),
    user_directories: {
      users_xml: { path: `${users}/users.xml` },
      replicated: { zookeeper_path: "/clickhouse/access/" },
    },
    // As in the file that the makers ship: without them, whoever logs in reads system tables, and names clusters at will.
    access_control_improvements: {
      on_cluster_queries_require_cluster_grant: true,
      select_from_system_db_requires_grant: true,
      select_from_information_schema_requires_grant: true,
      settings_constraints_replace_previous: true,
    },
    openSSL,
    prometheus,
    ...memoryOf(wish),
    shutdown_wait_unfinished_queries: true,
    shutdown_wait_unfinished: clickhouseStopSeconds,
    query_log: {
      database: "system",
      table: "query_log",
      partition_by: "toYYYYMM(event_date)",
      ttl: `event_date + INTERVAL ${queryLogDays} DAY DELETE`,
      flush_interval_milliseconds: 7500,
    },
  });
}

/** Which server it is, where the keepers are, and how copies of a database reach each other. */
function agreementOf(store: string, wish: ClickhouseWish): XmlElements {
  const { shard, copy, keeperIdentity, clusterSecret } = clickhouseVariables;
  const node = keepersOf(store, wish).map(({ host }) => ({ host, port: clickhousePorts.keeper, secure: 1 }));
  return {
    macros: { shard: new FromVariable(shard), replica: new FromVariable(copy), cluster: store },
    zookeeper: { node, identity: new FromVariable(keeperIdentity), session_timeout_ms: 30000 },
    named_collections: {
      [clickhouseCollection]: { cluster_secret: new FromVariable(clusterSecret), cluster_secure_connection: true },
    },
    distributed_ddl: { path: "/clickhouse/task_queue/ddl" },
  };
}

/** A server's memory is that of its container, a tenth of which it leaves alone; what it keeps of marks is an eighth. */
function memoryOf({ size }: Pick<ClickhouseWish, "size">): XmlElements {
  return {
    max_server_memory_usage_to_ram_ratio: 0.9,
    mark_cache_size: bytes(size, 1 / 8),
    uncompressed_cache_size: 0,
  };
}

function bytes(size: ClickhouseWish["size"], part: number): number {
  return Math.floor(sizes[size].memoryGiB * 1024 ** 3 * part);
}

function keepersOf(store: string, wish: Pick<ClickhouseWish, "shards" | "replicas">) {
  return Array.from({ length: clickhouseKeepers(wish) }, (_, id) => ({
    id,
    host: clickhouseHost(store, keeperPod(store, id)),
  }));
}

/**
 * All servers by shard, as the cluster that is called like the store. Servers read it anew when it changes, so that one more restarts none.
 * https://clickhouse.com/docs/engines/table-engines/special/distributed#distributed-clusters
 */
export function decideClusterConfig(store: string, wish: Pick<ClickhouseWish, "shards" | "replicas">): string {
  const servers = decideClickhouseMembers(store, wish);
  const shard = Array.from({ length: wish.shards }, (_, number) => ({
    internal_replication: true,
    replica: servers
      .filter((server) => server.shard === number)
      .map((server) => ({
        host: clickhouseHost(store, clickhousePod(server)),
        port: clickhousePorts.native,
        secure: 1,
      })),
  }));
  const secret = new FromVariable(clickhouseVariables.clusterSecret);
  return renderXml({ remote_servers: { [store]: { secret, shard } } });
}

/**
 * Settings of a keeper. What is kept there is closed to whoever comes without the servers' identity; among each other keepers show
 * certificates.
 * https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper
 */
export function decideKeeperConfig(store: string, wish: Pick<ClickhouseWish, "shards" | "replicas">): string {
  const { data } = clickhouseFolders;
  return renderXml({
    logger,
    ...listening,
    path: `${data}/`,
    keeper_server: {
      tcp_port_secure: clickhousePorts.keeper,
      server_id: new FromVariable(clickhouseVariables.keeperId),
      log_storage_path: `${data}/log`,
      snapshot_storage_path: `${data}/snapshots`,
      coordination_settings: {
        operation_timeout_ms: 10000,
        session_timeout_ms: 30000,
        raft_logs_level: "information",
      },
      raft_configuration: {
        secure: true,
        server: keepersOf(store, wish).map(({ id, host }) => ({
          id,
          hostname: host,
          port: clickhousePorts.raft,
        })),
      },
      http_control: { port: clickhousePorts.keeperReady, readiness: { endpoint: "/ready" } },
    },
    openSSL,
    prometheus,
  });
}

/**
 * The file of users: the administrator with a hash of the password, and what those who log in may take. Each may raise what is set for a
 * query, up to the limit beside it.
 * https://clickhouse.com/docs/operations/settings/settings-users
 * https://clickhouse.com/docs/operations/settings/constraints-on-settings
 */
export function renderClickhouseUsers(wish: ClickhouseWish, adminHash: string): string {
  const half = bytes(wish.size, 1 / 2);
  const memory = { max_memory_usage: half, max_memory_usage_for_user: bytes(wish.size, 3 / 4) };
  const memoryLimits = {
    max_memory_usage: { max: half },
    max_memory_usage_for_user: { readonly: "" },
  };
  // A table that isn't replicated would be on one server alone. With shards a Distributed table is needed, which counts as one.
  const replicated = wish.shards === 1 ? { database_replicated_allow_only_replicated_engine: 1 } : {};
  const only = wish.shards === 1 ? { database_replicated_allow_only_replicated_engine: { readonly: "" } } : {};
  const { seconds } = wish.queries;
  return renderXml({
    profiles: {
      default: { log_queries: 1, default_table_engine: "ReplicatedMergeTree", ...replicated },
      [clickhouseProfiles.read]: {
        profile: "default",
        // Settings may be changed, data not.
        readonly: 2,
        max_execution_time: seconds,
        ...memory,
        constraints: { ...memoryLimits, max_execution_time: { min: 1, max: seconds } },
      },
      [clickhouseProfiles["read-write"]]: {
        profile: "default",
        ...memory,
        constraints: { ...memoryLimits, ...only },
      },
    },
    quotas: { default: {} },
    users: {
      [clickhouseAdmin]: {
        password_sha256_hex: adminHash,
        networks: { ip: "::/0" },
        profile: "default",
        quota: "default",
        access_management: 1,
      },
    },
  });
}
