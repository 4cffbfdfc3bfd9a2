import type { CloudSettings, Environment } from "../../environments/schema/environment.ts";
import type { Cloud } from "../cloud.ts";
import type { CloudCheck } from "../kit/account/cloud-checks.ts";
import type { Issue } from "../kit/errors.ts";
import type { Capabilities } from "./capabilities.ts";
import type { ClusterFacts } from "./cluster.ts";

/** Fields of a spec that a cloud may have no use for, because it gives the same whatever they say. */
export type MootField =
  | "network.nat"
  | "network.privateDoors"
  | "network.logDays"
  | "network.flowLogShare"
  | "network.key"
  | "network.peers"
  | "network.peers.block"
  | "network.doors"
  | "network.doors.scope"
  | "network.doors.ports"
  | "network.doors.sources"
  | "peering.environment"
  | "peering.peers.cidr"
  | "peering.peers.connection"
  | "peering.tags"
  | "cluster.patches"
  | "cluster.auditLogDays"
  | "cluster.controlPlanePromise"
  | "cluster.standby"
  | "registry.repositories"
  | "registry.mirrors.repositories"
  | "objectStore.purpose"
  | "objectStore.retentionLock"
  | "objectStore.network"
  | "accessLogs.tags"
  | "auditTrail.key"
  | "auditTrail.tags"
  | "budget.wish.from"
  | "budget.tags"
  | "bootstrap.logDays"
  | "secretStore.network"
  | "workloadIdentity.cluster"
  | "workloadIdentity.grants.bucket.looksUp"
  | "workloadIdentity.tags"
  | "workloadIdentity.network"
  | "warehouse.wish.size"
  | "warehouse.wish.scanTiBPerDay"
  | "warehouse.database"
  | "warehouse.undoDays"
  | "warehouse.logDays"
  | "warehouse.network"
  | "edge.logDays"
  | "postgres.logDays"
  | "postgres.wish.pitrDays"
  | "mongodb.backupDays"
  | "mongodb.wish.pitrDays"
  | "mongodb.wish.storageGiB"
  | "mysql.logDays"
  | "mysql.wish.pitrDays"
  | "redis.logDays"
  | "redis.users.name"
  | "redis.users.rules"
  | "redis.wish.storageGiB"
  | "kafka.logDays"
  | "kafka.topics.maxMessageKiB"
  | "kafka.topics.retentionGiB"
  | "kafka.users.acls"
  | "kafka.wish.storageGiB"
  | "cassandra.wish.size"
  | "cassandra.backupDays"
  | "cassandra.network"
  | "workloadIdentity.grants.keyspace"
  | "workloadIdentity.grants.keyspace.name"
  | "workloadIdentity.grants.keyspace.access";

/** The fields that make no difference on a cloud, and why. */
export type Moot = Readonly<Partial<Record<MootField, string>>>;

/** What the table of clouds holds about each: small and free of SDKs, so that reading it costs nothing. */
export interface CloudEntry<S extends CloudSettings> {
  readonly capabilities: Capabilities;
  /**
   * Properties inside of objects that only this cloud gives, by resource type or function, e.g. a certificate in a block
   * that is half input; a number stands for a place in a list. A plan puts placeholders there; what an SDK declares as an
   * output of its own, and never leaves out, needs no entry.
   */
  readonly computed: Readonly<Record<string, readonly string[]>>;
  /** The contract's suite asks for a difference for all but these, and for none for these. Absent: every field matters. */
  readonly moot?: Moot;
  /** Rules of this cloud that neither the schema nor a capability can say, e.g. address blocks that it reserves. */
  check(environment: Environment<S>): readonly Issue[];
  /** What is known of the environment's cluster without asking. */
  cluster(environment: Environment<S>): ClusterFacts;
  /** Imports the cloud's SDK and opens it. */
  open(environment: Environment<S>): Promise<Cloud>;
  /** What to log in to and how, one line each, for `landbridge init` and `doctor`. */
  login(settings: S): readonly LoginStep[];
  /** What the account should have before the platform, for `doctor --cloud`: data, which somebody else runs. */
  bootstrapChecks(environment: Environment<S>): readonly CloudCheck[];
}

/** One thing to be logged in to before `pulumi up`, and the command that does it. */
export interface LoginStep {
  readonly what: string;
  readonly command: string;
  /** The program that the command runs. - behaviour: the command's first word. */
  readonly program?: string;
}
