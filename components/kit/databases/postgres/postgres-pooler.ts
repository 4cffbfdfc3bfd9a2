import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { contentHash } from "../../names.ts";
import { decideHosts } from "../../network/hosts.ts";
import { sizes, type Capacity } from "../../sizes.ts";
import { decideSpare, type Surroundings } from "../../surroundings.ts";
import { authoritiesFolder } from "../../workloads/authorities.ts";
import { decideSslMode, type ServerProof } from "../server-proof.ts";

/** To which servers a pooler leads: `rw` to the primary, `ro` to those that follow it. */
export type PoolerRole = "rw" | "ro";

/** Where a pooler listens. PgBouncer's own. */
export const poolerPort = 6432;

/** Where what reads its numbers tells them. https://github.com/prometheus-community/pgbouncer_exporter */
export const poolerMetrics = { name: "metrics", port: 9127 } as const;

/** Who looks into its console, and may do nothing else there; no service is called so, each of which has a dash. */
export const poolerWatcher = "watch";

/** What a pod of a pooler gets: it works with one thread, and a connection that waits takes a few KiB. */
export const poolerSize: Capacity = { cpu: 0.1, memoryGiB: 0.125 };

/** Most pods of a pooler. */
export const mostPoolerPods = 3;

/** Pods of a pooler: one in each of three zones in production, elsewhere a spare where it is worth its price. */
export function decidePoolerPods(surroundings: Pick<Surroundings, "tier" | "costMode">): number {
  if (surroundings.tier === "production") return mostPoolerPods;
  return decideSpare(surroundings) ? 2 : 1;
}

/** The poolers of a store, in order: none without `pooling`, and none for followers where there are none. */
export function decidePoolers({ pooling, replicas }: Pick<PostgresWish, "pooling" | "replicas">): PoolerRole[] {
  if (pooling === undefined) return [];
  return replicas > 0 ? ["rw", "ro"] : ["rw"];
}

/** Name of a pooler's Deployment, Service and budget. */
export function poolerName(store: string, role: PoolerRole): string {
  return role === "rw" ? `${store}-pooler` : `${store}-pooler-${role}`;
}

/** Names by which services reach the poolers of a store. */
export function decidePoolerHosts(store: string, roles: readonly PoolerRole[]): string[] {
  return decideHosts(roles.map((role) => poolerName(store, role)));
}

/** How many connections a pod of a pooler may have. */
export interface Pool {
  /** To the server, for all logins together. */
  readonly toServer: number;
  /** To the server, for one login. */
  readonly perLogin: number;
  /** From services. */
  readonly clients: number;
}

/**
 * Connections by the server's size: one for each 96 MiB, 10 to 200, shared by the pods. In a rollout there can be twice as
 * many pods, since those that go keep what sessions hold of them to the end. That leaves room everywhere for it, for setting
 * up and for people: of the defaults that clouds have for a server's memory the least is 100 for 4 GiB. Far fewer do the work of many: a server computes for as many as it has cores.
 * https://cloud.google.com/sql/docs/postgres/flags#postgres-m
 * https://learn.microsoft.com/azure/postgresql/configure-maintain/concepts-limits#maximum-connections
 * https://wiki.postgresql.org/wiki/Number_Of_Database_Connections
 */
export function decidePool(size: PostgresWish["size"], logins: number, pods: number): Pool {
  const server = Math.min(200, Math.max(10, Math.round((sizes[size].memoryGiB * 1024) / 96)));
  const toServer = Math.floor(server / pods);
  return { toServer, perLogin: Math.max(1, Math.floor(toServer / Math.max(1, logins))), clients: 1000 };
}

/** Where a pooler finds its files, its logins, its certificate, who signed its server's, and what it makes for itself when it starts. */
export const poolerFolders = {
  files: "/etc/landbridge/pooler",
  logins: "/etc/landbridge/logins",
  certificate: "/etc/landbridge/certificate",
  authorities: authoritiesFolder,
  own: "/run/landbridge",
} as const;

/** The file with a name and a password in each line. */
export const loginsFile = "logins.txt";

/** Files of a pooler. */
export type PoolerFiles = Readonly<Record<"begin.sh" | "run.sh" | "pgbouncer.ini", string>>;

/** What a pooler is like. */
export interface PoolerWish {
  readonly mode: NonNullable<PostgresWish["pooling"]>;
  readonly database: string;
  readonly pool: Pool;
  /** Name of the file with who signed the server's certificate. - behaviour: nobody asks. */
  readonly authorities?: string | undefined;
  /** By what it knows the server. - behaviour: by its name. */
  readonly proof?: ServerProof | undefined;
}

/** The files, the same for all roles: where the server is says the pod's environment. */
export function decidePoolerFiles(wish: PoolerWish): PoolerFiles {
  return { "begin.sh": begin(wish), "run.sh": run(wish), "pgbouncer.ini": settings(wish) };
}

/** Name of the ConfigMap with the files: another one for other contents, so that a change rolls out. */
export function poolerFilesName(store: string, files: PoolerFiles): string {
  return `${store}-pooler-${contentHash(files)}`;
}

/** Before the pooler: where its server is. */
function begin({ database }: PoolerWish): string {
  return lines(
    "set -eu",
    "umask 077",
    `printf '[databases]\\n${database} = host=%s port=%s\\n' "$SERVER_HOST" "$SERVER_PORT" > ${poolerFolders.own}/databases.ini`,
  );
}

/** Seconds between two looks at the files that change while it runs. The kubelet brings a change within a minute or two. */
const lookSeconds = 10;

function changing(authorities: string | undefined): string[] {
  const { logins, certificate, authorities: folder } = poolerFolders;
  const trusted = authorities === undefined ? [] : [`${folder}/${authorities}`];
  return [`${logins}/${loginsFile}`, `${certificate}/tls.crt`, `${certificate}/tls.key`, ...trusted];
}

/**
 * PgBouncer reads its logins, its certificate and whom it trusts when it is told to, not when they change: it is told. Connections that
 * are there go on with the former. Each connection is a file, of which some
 * nodes let a process have 1024 before it asks for more.
 *
 * Told to stop it would wait until all clients are gone, which those with pools of their own never are, and be killed in the
 * midst of transactions. Here it takes nobody new, lets each transaction (or session) end, and goes; a client whose
 * connection was idle finds it closed. A second signal would be its end at once. It
 * heeds SIGINT although a shell starts what runs beside it without.
 * https://www.pgbouncer.org/usage.html#signals
 */
const run = ({ authorities }: PoolerWish): string =>
  lines(
    "set -u",
    'ulimit -S -n "$(ulimit -H -n)"',
    `files="${changing(authorities).join(" ")}"`,
    // Without one of them for a moment there is nothing to tell. Read once: one may go between two readings.
    'look() { read=$(cat $files 2> /dev/null) && printf %s "$read" | cksum; }',
    "known=$(look)",
    "code=1",
    `/usr/sbin/pgbouncer ${poolerFolders.files}/pgbouncer.ini &`,
    "pooler=$!",
    `trap 'trap "" TERM; kill -INT "$pooler"' TERM`,
    "(",
    `  while sleep ${lookSeconds}; do`,
    "    now=$(look) || continue",
    '    [ "$now" = "$known" ] || kill -HUP "$pooler"',
    "    known=$now",
    "  done",
    ") &",
    // A trapped signal ends a `wait` before its process.
    'while kill -0 "$pooler" 2>/dev/null; do',
    '  wait "$pooler"',
    "  code=$?",
    "done",
    'exit "$code"',
  );

/**
 * Logins are the server's own, and PgBouncer logs in to it as whoever came. What reads its numbers may look into
 * its console, and nobody else.
 * https://www.pgbouncer.org/config.html
 */
function settings(wish: PoolerWish): string {
  const { mode, pool, authorities } = wish;
  const { logins, own, certificate, authorities: folder } = poolerFolders;
  return lines(
    `%include ${own}/databases.ini`,
    "[pgbouncer]",
    "listen_addr = *",
    `listen_port = ${poolerPort}`,
    "unix_socket_dir =",
    "auth_type = scram-sha-256",
    `auth_file = ${logins}/${loginsFile}`,
    `stats_users = ${poolerWatcher}`,
    "client_tls_sslmode = require",
    `client_tls_key_file = ${certificate}/tls.key`,
    `client_tls_cert_file = ${certificate}/tls.crt`,
    `server_tls_sslmode = ${decideSslMode("postgres", wish)}`,
    ...(authorities === undefined ? [] : [`server_tls_ca_file = ${folder}/${authorities}`]),
    `pool_mode = ${mode}`,
    `max_client_conn = ${pool.clients}`,
    `max_db_connections = ${pool.toServer}`,
    `default_pool_size = ${pool.perLogin}`,
    // While a login has clients there is a connection for it: without any the server is out of reach, however quiet it is.
    "min_pool_size = 1",
    // Statements that clients prepare by the protocol, as drivers do, are known on each connection to the server.
    "max_prepared_statements = 200",
    // JDBC's driver says it to every server.
    "ignore_startup_parameters = extra_float_digits",
    // A server that is gone without a word, with its node or its zone, is given up after a minute and not after hours.
    "tcp_keepidle = 30",
    "tcp_keepintvl = 10",
    "tcp_keepcnt = 3",
    "tcp_user_timeout = 60000",
    // As servers in the cluster have it, and not every cloud's: one forgotten transaction holds one of few connections.
    "idle_transaction_timeout = 600",
    // The server would see the pooler's address alone.
    "application_name_add_host = 1",
    // The kubelet's question would be a line every few seconds.
    "log_disconnections = 0",
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
