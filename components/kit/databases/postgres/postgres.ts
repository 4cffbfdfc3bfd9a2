import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import type { IDatabaseSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/DatabaseSpec";
import type { PostgresExtension } from "../../../../environments/schema/stores/postgres-inside.ts";
import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import type { Labels } from "../../labels.ts";
import { decideNodeChoice, decideSpread, hostKey, zoneKey } from "../../cluster/placement.ts";
import { decideScratchClass } from "../../cluster/storage-classes.ts";
import { decideHosts } from "../../network/hosts.ts";
import { quantities, sizes } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { decideCopying, decideRecovery } from "./postgres-backups.ts";
import { slotsOnFollowers, decideCapturer, slotParameters, type CaptureLogin } from "./postgres-captures.ts";
import { decideSynchronous } from "./postgres-durability.ts";
import { decideTrialRole, isTried } from "./restore-test.ts";
import { decideTwin, type TwinSpec } from "./twin.ts";
import { decideExtensions } from "./postgres-extensions.ts";
import { postgresAdmin } from "./postgres-names.ts";

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
  /** Secret with the servers' certificate and who signed it. */
  readonly certificate: string;
  /** Labels that its pods and volumes inherit. */
  readonly labels: Labels;
  /** Who reads the log of writes to write changes elsewhere. - behaviour: nobody. */
  readonly captures?: readonly CaptureLogin[];
  /** Whether backups wait on a disk until they are whole, see `PodIdentity.spooledBackups`. - behaviour: they don't. */
  readonly spooled?: boolean;
}

/** Name of the Secret that holds the password of the administrator, who owns the database and whom no service gets. */
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
  const { name, captures = [] } = identity;
  const slotsFollow = captures.length > 0 && wish.replicas > 0;
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
    ...decideCopying(name, wish, {
      spooled: identity.spooled === true,
      storageClass: decideScratchClass(surroundings),
    }),
    ...decideTwinned(wish, name, surroundings),
    // Who replicates shows a certificate of the operator's own authority: of ours nobody can log in with one.
    certificates: { serverTLSSecret: identity.certificate, serverCASecret: identity.certificate },
    monitoring: { tls: { enabled: true } },
    managed: {
      roles: [...(isTried(wish) ? [decideTrialRole(name)] : []), ...captures.map(decideCapturer)],
    },
    postgresql: {
      parameters: { ...decideParameters(wish), ...(slotsFollow ? slotParameters : {}) },
      // The operator lets any client in that knows a password; without this line also in the clear.
      pg_hba: ["hostnossl all all all reject"],
      ...decideSynchronous(wish, surroundings),
    },
    replicationSlots: { highAvailability: { enabled: true, ...(slotsFollow ? slotsOnFollowers : {}) } },
  };
}

/**
 * The database's owner sets up what is inside, as a cloud's administrator does: may make roles, and is no superuser. Not one of
 * `managed.roles`, from which the operator would again and again take the membership in roles that it makes.
 * https://cloudnative-pg.io/documentation/current/bootstrap/#executing-queries-after-initialization
 */
function decideBootstrap(
  { restoreFrom }: PostgresWish,
  { name, database }: PostgresIdentity,
): NonNullable<IClusterSpec["bootstrap"]> {
  const secret = postgresOwnerSecretName(name);
  if (restoreFrom !== undefined) return decideRecovery(name, { database, secret }, restoreFrom);
  return {
    initdb: {
      ...{ database, owner: postgresAdmin, dataChecksums: true, secret: { name: secret } },
      postInitSQL: [`ALTER ROLE "${postgresAdmin}" CREATEROLE`],
    },
  };
}

/** A database that is there already, with extensions; it stays whatever becomes of this. */
export function decideDatabaseExtensions(
  name: string,
  cluster: string,
  extensions: readonly PostgresExtension[],
): IDatabaseSpec {
  return {
    ...{ name, owner: postgresAdmin, cluster: { name: cluster } },
    databaseReclaimPolicy: "retain",
    extensions: extensions.map((extension) => ({ name: extension, ensure: "present" })),
  };
}

/** The same database in another environment, where it is. */
function decideTwinned({ twin }: PostgresWish, name: string, { tags }: Surroundings): Partial<TwinSpec> {
  if (twin === undefined) return {};
  return decideTwin(name, twin, { environment: tags.environment, secret: postgresOwnerSecretName(name) });
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

/** How many servers have a commit is reckoned from how many are in a zone: who asks for that in so many words has them even. */
function decideZoneSpread(name: string, { replicas, durability }: PostgresWish, surroundings: Surroundings) {
  if (surroundings.zones <= 1 || 1 + replicas <= surroundings.zones) return {};
  const strict = durability === "synchronous" ? { ...surroundings, tier: "production" as const } : surroundings;
  const topologySpreadConstraints = decideSpread({ "cnpg.io/cluster": name }, strict).map((spread) => ({
    maxSkew: spread.maxSkew,
    topologyKey: spread.topologyKey,
    whenUnsatisfiable: spread.whenUnsatisfiable,
    labelSelector: { matchLabels: { ...spread.labelSelector.matchLabels } },
  }));
  return { topologySpreadConstraints };
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
    // What a statement was given isn't for the log: it is data, or a key. See `sealingSql`.
    log_parameter_max_length: "0",
    ...decideStatements(wish),
  };
}

/**
 * Statements that change a schema or a role: by pgaudit where it is asked for, without the passwords that somebody gives; else as they
 * are, with hashes where we set passwords. The operator loads pgaudit where it finds a setting of it.
 * https://cloudnative-pg.io/documentation/current/postgresql_conf/#enabling-pgaudit
 */
function decideStatements(wish: PostgresWish): Record<string, string> {
  if (decideExtensions(wish).includes("pgaudit")) return { log_statement: "none", "pgaudit.log": "ddl,role" };
  return { log_statement: "ddl" };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
