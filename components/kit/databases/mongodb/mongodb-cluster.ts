import type { MongodbWish } from "../../../../environments/schema/stores/mongodb.ts";
import { decideNodeChoice, decideSpread, hostKey, type NodeChoice, type Spread } from "../../cluster/placement.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { decideHosts } from "../../network/hosts.ts";
import { ports } from "../../network/ports.ts";
import { quantities, sizes, volumeSize } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { mongodbAdmin, mongodbFollowers } from "./mongodb.ts";
import { decideMongodbExporter, type MongodbSidecar } from "./mongodb-exporter.ts";

/** Version of the operator whose behaviour a cluster keeps to: that of its chart. */
export const mongodbOperatorVersion = "1.23.0";

/** Name of the replica set, the only one of a cluster: part of its members' names and of every connection string. */
export const replicaSet = "rs0";

/** User in Percona's images of the server. */
export const mongodbUser = 1001;

/**
 * What we set of a PerconaServerMongoDB, `psmdb.percona.com/v1`.
 * https://docs.percona.com/percona-operator-for-mongodb/operator.html
 */
export interface MongodbClusterSpec {
  readonly crVersion: string;
  readonly image: string;
  readonly initImage: string;
  readonly imagePullPolicy: "IfNotPresent";
  readonly initContainerSecurityContext: ReturnType<typeof restrictedContainer>;
  readonly updateStrategy: "SmartUpdate";
  readonly upgradeOptions: { readonly apply: "disabled"; readonly setFCV: false };
  readonly unsafeFlags?: { readonly replsetSize: true };
  readonly storageScaling: { readonly enableVolumeScaling: true };
  readonly tls: {
    readonly mode: "requireTLS";
    readonly allowInvalidCertificates: false;
    readonly certManagementPolicy: "userProvidedOnly";
  };
  readonly secrets: Readonly<Record<"users" | "ssl" | "sslInternal" | "keyFile", string>>;
  readonly users: readonly MongodbOperatedUser[];
  readonly replsets: readonly MongodbReplicaSet[];
  readonly sharding: { readonly enabled: false };
  readonly logcollector: { readonly enabled: false };
}

interface MongodbOperatedUser {
  readonly name: string;
  readonly db: "admin";
  readonly passwordSecretRef: { readonly name: string; readonly key: string };
  readonly roles: readonly { readonly name: string; readonly db: string }[];
}

interface MongodbReplicaSet extends NodeChoice {
  readonly name: typeof replicaSet;
  readonly size: number;
  readonly configuration: string;
  readonly serviceAccountName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly affinity: object;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly podDisruptionBudget: { readonly maxUnavailable: 1 };
  readonly terminationGracePeriodSeconds: number;
  readonly podSecurityContext: ReturnType<typeof restrictedPod>;
  readonly containerSecurityContext: ReturnType<typeof restrictedContainer>;
  readonly resources: object;
  readonly expose: { readonly enabled: false };
  readonly sidecars: readonly MongodbSidecar[];
  readonly volumeSpec: {
    readonly persistentVolumeClaim: {
      readonly accessModes: readonly ["ReadWriteOnce"];
      readonly storageClassName?: string;
      readonly resources: { readonly requests: { readonly storage: string } };
    };
  };
}

/** Keys of the Secrets of a cluster that the operator, or we, look up by name. */
export const mongodbKeys = { admin: "password", keyFile: "mongodb-key" } as const;

/** What a cluster is called and made of, besides the wish. */
export interface MongodbIdentity {
  readonly name: string;
  readonly image: string;
  /** The operator's own, from which programs are copied beside the server. */
  readonly initImage: string;
  /** What reads the numbers of each member. */
  readonly exporterImage: string;
  /** Labels of its pods besides the operator's. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of Secrets: the operator's users, the certificate, what members know each other by, and our user. */
  readonly secrets: Readonly<Record<"users" | "certificate" | "keyFile" | "admin", string>>;
  readonly serviceAccount: string;
}

/** What the operator labels its members with, and the Service before them selects by: names, not versions. */
export function mongodbPodLabels(store: string): Record<string, string> {
  return { "app.kubernetes.io/name": "percona-server-mongodb", "app.kubernetes.io/instance": store };
}

/** The Service of the members, which has no address of its own. */
function serviceOf(store: string): string {
  return `${store}-${replicaSet}`;
}

/** Every name by which clients, members and the operator reach members. */
export function decideMongodbHosts(store: string): string[] {
  return decideHosts([serviceOf(store)], [serviceOf(store)]);
}

/**
 * Members as they stand in a connection string. They are what members call each other, and what a driver is told as soon as
 * it reached one, so that both have to be names that a client can look up.
 */
export function decideMembers(store: string, wish: Pick<MongodbWish, "placement" | "replicas">): string {
  const service = serviceOf(store);
  return Array.from(
    { length: 1 + mongodbFollowers(wish) },
    (_, index) => `${service}-${index}.${service}.${namespaces.data}.svc.cluster.local:${ports.mongodb}`,
  ).join(",");
}

/** Users that the operator works with, by the beginning of their keys in its Secret. None of them is for services. */
export const mongodbOperatorUsers = {
  MONGODB_BACKUP: "backup",
  MONGODB_CLUSTER_ADMIN: "clusterAdmin",
  MONGODB_CLUSTER_MONITOR: "clusterMonitor",
  MONGODB_DATABASE_ADMIN: "databaseAdmin",
  MONGODB_USER_ADMIN: "userAdmin",
} as const;

/** The specification of a replica set that answers by TLS alone, whose certificate and passwords are ours. */
export function decideMongodbCluster(
  wish: MongodbWish,
  identity: MongodbIdentity,
  surroundings: Surroundings,
): MongodbClusterSpec {
  const { secrets } = identity;
  const size = 1 + mongodbFollowers(wish);
  return {
    crVersion: mongodbOperatorVersion,
    image: identity.image,
    initImage: identity.initImage,
    imagePullPolicy: "IfNotPresent",
    initContainerSecurityContext: restrictedContainer(),
    // Followers first, then another takes the place of the one that is written to.
    updateStrategy: "SmartUpdate",
    // It asks no server of its makers for versions.
    upgradeOptions: { apply: "disabled", setFCV: false },
    ...(size === 1 ? { unsafeFlags: { replsetSize: true } } : {}),
    storageScaling: { enableVolumeScaling: true },
    tls: { mode: "requireTLS", allowInvalidCertificates: false, certManagementPolicy: "userProvidedOnly" },
    secrets: {
      users: secrets.users,
      ssl: secrets.certificate,
      sslInternal: secrets.certificate,
      // Without it whoever has a certificate of the same authority and organisation would be a member.
      keyFile: secrets.keyFile,
    },
    users: [decideAdmin(secrets.admin)],
    replsets: [decideReplicaSet(wish, identity, surroundings)],
    sharding: { enabled: false },
    // The log goes where all pods' logs go.
    logcollector: { enabled: false },
  };
}

/**
 * Our user: it makes others, and remembers in a database of its own which. The operator makes it once the cluster is ready.
 * https://docs.percona.com/percona-operator-for-mongodb/users.html
 */
function decideAdmin(secret: string): MongodbOperatedUser {
  return {
    name: mongodbAdmin,
    db: "admin",
    passwordSecretRef: { name: secret, key: mongodbKeys.admin },
    roles: [
      { name: "readWrite", db: "landbridge" },
      { name: "userAdminAnyDatabase", db: "admin" },
    ],
  };
}

function decideReplicaSet(
  wish: MongodbWish,
  { name, labels, serviceAccount, exporterImage, secrets }: MongodbIdentity,
  surroundings: Surroundings,
): MongodbReplicaSet {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const { storageClass } = surroundings;
  return {
    name: replicaSet,
    size: 1 + mongodbFollowers(wish),
    configuration: decideConfiguration(wish),
    serviceAccountName: serviceAccount,
    labels,
    affinity: decideAffinity(name, surroundings),
    topologySpreadConstraints: decideSpread(mongodbPodLabels(name), surroundings),
    podDisruptionBudget: { maxUnavailable: 1 },
    // One that is written to first hands over; then what is in memory is written.
    terminationGracePeriodSeconds: 120,
    podSecurityContext: restrictedPod(mongodbUser),
    containerSecurityContext: restrictedContainer(),
    resources: { requests: { cpu, memory }, limits: { memory } },
    expose: { enabled: false },
    sidecars: [decideMongodbExporter({ image: exporterImage, users: secrets.users, service: serviceOf(name) })],
    volumeSpec: {
      persistentVolumeClaim: {
        accessModes: ["ReadWriteOnce"],
        ...(storageClass === "" ? {} : { storageClassName: storageClass }),
        resources: { requests: { storage: volumeSize(wish.storageGiB) } },
      },
    },
    ...decideNodeChoice("data", surroundings),
  };
}

/**
 * Settings of the server. Clients have no certificate of their own. Disks are encrypted by their class: a second key, that only a
 * Secret would hold, could be lost, and the data with it. What was asked isn't written to the log where data is sensitive.
 * https://docs.percona.com/percona-operator-for-mongodb/options.html
 * https://docs.percona.com/percona-server-for-mongodb/8.0/log-redaction.html
 */
function decideConfiguration({ dataClass }: Pick<MongodbWish, "dataClass">): string {
  const redacted = dataClass === "confidential" || dataClass === "personal";
  const lines = [
    "net:",
    "  tls:",
    "    allowConnectionsWithoutCertificates: true",
    "security:",
    "  enableEncryption: false",
    ...(redacted ? ["  redactClientLogData: true"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * No two members on one node; on a laptop, which has but one, if that can be had. The operator's own word for it looks for all
 * labels of a pod, ours among them: after a change of tags a new member wouldn't see those before it.
 */
function decideAffinity(name: string, { zones }: Pick<Surroundings, "zones">): object {
  const podAffinityTerm = { topologyKey: hostKey, labelSelector: { matchLabels: mongodbPodLabels(name) } };
  const podAntiAffinity =
    zones > 1
      ? { requiredDuringSchedulingIgnoredDuringExecution: [podAffinityTerm] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
  return { advanced: { podAntiAffinity } };
}
