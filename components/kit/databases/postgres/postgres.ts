import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import type { PostgresWish } from "../../../../environments/schema/stores.ts";
import type { Labels } from "../../labels.ts";
import { decideNodeChoice, decideSpread, hostKey, zoneKey } from "../../cluster/placement.ts";
import { decideHosts } from "../../network/hosts.ts";
import { decideCopying, decideRecovery } from "./postgres-backups.ts";
import { quantities, sizes } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";

/** Image of each major version, by its tag in charts/charts.lock.json. */
export type PostgresImages = Readonly<Record<PostgresWish["version"], string>>;

/** A role that a service logs in with. */
export interface PostgresLogin {
  readonly name: string;
  readonly access: "read" | "read-write";
}

/** What a PostgreSQL cluster is called and made of, besides the wish. */
export interface PostgresIdentity {
  readonly name: string;
  readonly database: string;
  readonly image: string;
  readonly logins: readonly PostgresLogin[];
  /** Secret with the servers' certificate and who signed it. */
  readonly certificate: string;
  /** Labels that its pods and volumes inherit. */
  readonly labels: Labels;
  /** Whether backups wait on a disk until they are whole, see `PodIdentity.spooledBackups`. - behaviour: they don't. */
  readonly spooled?: boolean;
}

/** Name of the Secret that holds a login's password, beside the store. */
export function postgresSecretName(cluster: string, login: string): string {
  return `${cluster}-login-${login}`;
}

/** Name of the Secret that holds the password of the database's owner, which no service gets. */
export function postgresOwnerSecretName(cluster: string): string {
  return `${cluster}-owner`;
}

/** Names by which a cluster's servers are reached: to write, to read from followers, to read from any. */
export function decidePostgresHosts(name: string): string[] {
  return decideHosts([`${name}-rw`, `${name}-ro`, `${name}-r`]);
}

/**
 * The specification of a CloudNativePG cluster.
 * https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#clusterspec
 */
export function decidePostgres(
  wish: PostgresWish,
  identity: PostgresIdentity,
  surroundings: Surroundings,
): IClusterSpec {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const { database, name } = identity;
  const storageClass = surroundings.storageClass === "" ? {} : { storageClass: surroundings.storageClass };
  return {
    instances: 1 + wish.replicas,
    imageName: identity.image,
    inheritedMetadata: { labels: { ...identity.labels } },
    enableSuperuserAccess: false,
    // With one instance a budget would only block the draining of its node.
    enablePDB: wish.replicas > 0,
    primaryUpdateStrategy: "unsupervised",
    primaryUpdateMethod: wish.replicas > 0 ? "switchover" : "restart",
    storage: { size: `${wish.storageGiB}Gi`, ...storageClass },
    walStorage: { size: `${walGiB(wish)}Gi`, ...storageClass },
    resources: { requests: { cpu, memory }, limits: { memory } },
    affinity: decideAffinity(wish, surroundings),
    ...decideZoneSpread(name, wish, surroundings),
    bootstrap: decideBootstrap(wish, identity),
    ...decideCopying(name, wish, { spooled: identity.spooled === true, storageClass: surroundings.storageClass }),
    // Who replicates shows a certificate of the operator's own authority: of ours nobody can log in with one.
    certificates: { serverTLSSecret: identity.certificate, serverCASecret: identity.certificate },
    managed: { roles: identity.logins.map((login) => decideRole(name, database, login)) },
    postgresql: {
      parameters: decideParameters(wish),
      // The operator lets any client in that knows a password; without this line also in the clear.
      pg_hba: ["hostnossl all all all reject"],
      ...decideSynchronous(wish, surroundings),
    },
    replicationSlots: { highAvailability: { enabled: true } },
  };
}

function decideBootstrap(
  { restoreFrom }: PostgresWish,
  { name, database }: PostgresIdentity,
): NonNullable<IClusterSpec["bootstrap"]> {
  const secret = postgresOwnerSecretName(name);
  if (restoreFrom !== undefined) return decideRecovery(name, { database, secret }, restoreFrom);
  return { initdb: { database, owner: database, dataChecksums: true, secret: { name: secret } } };
}

/**
 * With two replicas or more, a commit waits for one of them. Production stops writing rather than lose a commit; elsewhere
 * writing goes on when no replica answers. Fail-over only goes to a server that surely has every commit.
 * https://cloudnative-pg.io/documentation/current/replication/#synchronous-replication
 */
function decideSynchronous({ replicas }: PostgresWish, { tier }: Surroundings) {
  if (replicas < 2) return {};
  const dataDurability = tier === "production" ? "required" : "preferred";
  return { synchronous: { method: "any", number: 1, dataDurability, failoverQuorum: true } };
}

/** Each server in a zone of its own where there are enough zones, else apart as far as can be. */
function decideAffinity({ replicas }: PostgresWish, surroundings: Surroundings) {
  const { zones } = surroundings;
  return {
    enablePodAntiAffinity: true,
    topologyKey: zones > 1 ? zoneKey : hostKey,
    podAntiAffinityType: zones > 1 && 1 + replicas <= zones ? "required" : "preferred",
    ...decideNodeChoice("data", surroundings),
  };
}

function decideZoneSpread(name: string, { replicas }: PostgresWish, surroundings: Surroundings) {
  if (surroundings.zones <= 1 || 1 + replicas <= surroundings.zones) return {};
  const topologySpreadConstraints = decideSpread({ "cnpg.io/cluster": name }, surroundings).map((spread) => ({
    maxSkew: spread.maxSkew,
    topologyKey: spread.topologyKey,
    whenUnsatisfiable: spread.whenUnsatisfiable,
    labelSelector: { matchLabels: { ...spread.labelSelector.matchLabels } },
  }));
  return { topologySpreadConstraints };
}

/**
 * A reader reads every table. A writer also writes every table and is a member of the database's owner, which may create
 * schemas and tables, so that services can migrate what they own. What a writer creates belongs to that writer.
 * https://www.postgresql.org/docs/current/predefined-roles.html
 */
function decideRole(cluster: string, owner: string, { name, access }: PostgresLogin) {
  return {
    name,
    ensure: "present",
    login: true,
    comment: `Login of service ${name}, ${access}`,
    inRoles: access === "read" ? ["pg_read_all_data"] : ["pg_read_all_data", "pg_write_all_data", owner],
    passwordSecret: { name: postgresSecretName(cluster, name) },
  };
}

/** A fifth of the data volume for the log of writes, 2 to 100 GiB. */
function walGiB({ storageGiB }: PostgresWish): number {
  return clamp(Math.ceil(storageGiB / 5), 2, 100);
}

/**
 * Settings by size. Shared buffers take a quarter of the memory; a connection is reckoned at 10 MiB; a lagging replica
 * may hold back at most half of the log's volume, so that a dead one can't stop the primary.
 * https://www.postgresql.org/docs/current/runtime-config-resource.html
 */
export function decideParameters(wish: PostgresWish): Record<string, string> {
  const memoryMiB = Math.round(sizes[wish.size].memoryGiB * 1024);
  const connections = clamp(Math.round(memoryMiB / 10), 25, 500);
  const workMiB = clamp(Math.round(memoryMiB / 4 / connections), 2, 64);
  return {
    max_connections: String(connections),
    shared_buffers: `${Math.round(memoryMiB / 4)}MB`,
    effective_cache_size: `${Math.round((memoryMiB * 3) / 4)}MB`,
    maintenance_work_mem: `${clamp(Math.round(memoryMiB / 16), 16, 1024)}MB`,
    work_mem: `${workMiB}MB`,
    // More would make a restart after a crash too long.
    max_wal_size: `${Math.min(walGiB(wish) * 256, 16 * 1024)}MB`,
    max_slot_wal_keep_size: `${walGiB(wish) * 512}MB`,
    wal_keep_size: `${clamp(walGiB(wish) * 64, 128, 512)}MB`,
    idle_in_transaction_session_timeout: "10min",
    log_checkpoints: "on",
    log_lock_waits: "on",
    log_min_duration_statement: "1s",
    log_autovacuum_min_duration: "10min",
    log_temp_files: "10MB",
    // No pgaudit here, which would say it without passwords; the operator gives them as hashes. See `postgresLogging`.
    log_statement: "ddl",
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
