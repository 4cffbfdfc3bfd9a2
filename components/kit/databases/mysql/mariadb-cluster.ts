import type { MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { decideNodeChoice, decideSpread, hostKey } from "../../cluster/placement.ts";
import type { Labels } from "../../labels.ts";
import { decideHosts } from "../../network/hosts.ts";
import { exporterSize } from "../../monitoring/exporter-size.ts";
import { metricsPorts, ports } from "../../network/ports.ts";
import { quantities, sizes, volumeSize, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedPod } from "../../workloads/pod-security.ts";
import { decideMariadbConfig, decideMariadbSettings } from "./mariadb-config.ts";
import type {
  ContainerSecurity,
  GaleraSpec,
  HelperContainer,
  MariadbResources,
  MariadbSpec,
  MetricsSpec,
} from "./mariadb-spec.ts";
import type { MysqlVersion } from "./mysql.ts";

/** Image of each version that runs in the cluster, by its name in charts/charts.lock.json. The newest is also the set-up Job's. */
export const mariadbImages: Readonly<Partial<Record<MysqlVersion, string>>> = {
  "11.4": "mariadb-11.4",
  "11.8": "mariadb",
};

/** Keys of the Secret with the passwords that the operator would else make by itself. */
export const mariadbKeys = { admin: "root-password", agent: "agent-password", metrics: "metrics-password" } as const;

/** The server's own administrator: the operator logs in as nobody else. */
export const mariadbAdmin = "root";

/** TCP ports between servers, besides those that clients take, and where the operator finds the agent beside each. */
export const mariadbPorts = { stateTransfer: 4444, cluster: 4567, increments: 4568, agent: 5555 } as const;

/** What the agent beside each server requests: it answers the operator and the probes. */
export const mariadbAgentSize: Capacity = { cpu: 0.05, memoryGiB: 0.125 };

/** User in the image. https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template */
const mariadbUser = 999;

/** Labels that the operator gives a store's pods, and the Services by which they are reached select by. */
export function mariadbPodLabels(store: string): Labels {
  return { "app.kubernetes.io/name": "mariadb", "app.kubernetes.io/instance": store };
}

/**
 * Labels of the pods that answer reads. The operator's Service for them selects nothing: it writes the addresses itself, and on EKS no network
 * policy opens such a Service.
 */
export function mariadbReaderLabels(store: string): Labels {
  return { ...mariadbPodLabels(store), "k8s.mariadb.com/role": "replica" };
}

/** Names of a store's Services: of the one that writes, and of the others where there are any. */
export function mariadbServices(store: string, { replicas }: Pick<MysqlWish, "replicas">) {
  return replicas === 0 ? { write: store, read: store } : { write: `${store}-primary`, read: `${store}-read` };
}

/** Every name by which clients, the operator and the agent beside it reach a server. */
export function decideMariadbHosts(store: string): string[] {
  const services = [store, `${store}-primary`, `${store}-secondary`, `${store}-read`];
  return [...decideHosts(services, [`${store}-internal`]), "localhost"];
}

/** Whose certificate servers show each other. A server that sends a copy asks for this name. */
export function mariadbClientName(store: string): string {
  return `${store}-client`;
}

/** What a MariaDB is called and made of, besides the wish. */
export interface MariadbIdentity {
  readonly name: string;
  readonly image: string;
  /** The operator's: its agent runs beside each server. */
  readonly agentImage: string;
  /** What reads the numbers of servers. */
  readonly exporterImage: string;
  /** Names of the Secrets with the passwords and the two certificates. */
  readonly secrets: { readonly passwords: string; readonly server: string; readonly client: string };
  /** Labels that its pods, their Jobs and Services inherit, and of its volumes the first server's. */
  readonly labels: Labels;
  /** Whether somebody captures its tables, who reads the binary log. - behaviour: nobody, and there is none. */
  readonly isCaptured?: boolean;
}

/**
 * The specification of a MariaDB: one server, or servers of which a majority has every commit before it is acknowledged (Galera). Why not a primary
 * with replicas that follow it: see the decisions in components/README.md.
 */
export function decideMariadb(wish: MysqlWish, identity: MariadbIdentity, surroundings: Surroundings): MariadbSpec {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const { name, image, secrets } = identity;
  const { storageClass } = surroundings;
  const several = wish.replicas > 0;
  return {
    image,
    imagePullPolicy: "IfNotPresent",
    port: ports.mysql,
    replicas: 1 + wish.replicas,
    rootPasswordSecretKeyRef: { name: secrets.passwords, key: mariadbKeys.admin },
    // Brings the server's own tables to a newer version's, where they aren't: https://mariadb.com/docs/server/server-management/install-and-upgrade-mariadb
    env: [{ name: "MARIADB_AUTO_UPGRADE", value: "1" }],
    myCnf: decideMariadbConfig(wish, identity.isCaptured),
    storage: {
      size: volumeSize(wish.storageGiB),
      ...(storageClass === "" ? {} : { storageClassName: storageClass }),
      resizeInUseVolumes: true,
      waitForVolumeResize: true,
      // Without protection volumes go with the store: one of its name that comes later has another password than what is on them.
      pvcRetentionPolicy: { whenDeleted: surroundings.protect ? "Retain" : "Delete", whenScaled: "Retain" },
    },
    tls: decideTls(secrets, several),
    resources: { requests: { cpu, memory }, limits: { memory } },
    ...writable,
    ...decidePlaces(name, surroundings),
    // Long enough to write what is in memory.
    terminationGracePeriodSeconds: 120,
    inheritMetadata: { labels: identity.labels },
    ...probes,
    updateStrategy: { type: "ReplicasFirstPrimaryLast", autoUpdateDataPlane: false },
    metrics: decideMetrics(identity),
    ...(several
      ? { podDisruptionBudget: { maxUnavailable: 1 }, galera: decideGalera(wish, identity, { cpu, memory }) }
      : {}),
  };
}

/** User in the exporter's image. https://github.com/prometheus/mysqld_exporter/blob/v0.20.0/Dockerfile */
const exporterUser = 65534;

/** One pod asks each server in turn, as a user that the operator makes and that may look only. https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/metrics.md */
function decideMetrics({ exporterImage, secrets }: MariadbIdentity): MetricsSpec {
  const { cpu, memory } = quantities(exporterSize);
  return {
    enabled: true,
    username: "metrics",
    passwordSecretKeyRef: { name: secrets.passwords, key: mariadbKeys.metrics },
    exporter: {
      image: exporterImage,
      imagePullPolicy: "IfNotPresent",
      port: metricsPorts.mysql,
      resources: { requests: { cpu, memory }, limits: { memory } },
      securityContext: container,
      podSecurityContext: restrictedPod(exporterUser),
    },
  };
}

/** Without authorities of its own: servers trust who signed both certificates, and so does the operator. */
function decideTls({ server, client }: MariadbIdentity["secrets"], several: boolean): MariadbSpec["tls"] {
  return {
    enabled: true,
    required: true,
    galeraSSTEnabled: several,
    serverCASecretRef: { name: server },
    serverCertSecretRef: { name: server },
    clientCASecretRef: { name: client },
    clientCertSecretRef: { name: client },
  };
}

/** A container's security: what the operator has no field for, the profile of system calls, its pod says for all of them. */
const container: ContainerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
};

/** All that a server writes beside its volume: sockets, and sorts that don't fit into memory. */
const writable = {
  podSecurityContext: restrictedPod(mariadbUser),
  securityContext: container,
  volumes: [
    { name: "run-mysqld", emptyDir: {} },
    { name: "tmp", emptyDir: {} },
  ],
  volumeMounts: [
    { name: "run-mysqld", mountPath: "/run/mysqld" },
    { name: "tmp", mountPath: "/tmp" },
  ],
} as const;

/** A server that joins copies everything before it answers: it has six hours. One that runs and stops answering has a minute. */
const probes = {
  startupProbe: { failureThreshold: 2160, periodSeconds: 10, timeoutSeconds: 5 },
  livenessProbe: { failureThreshold: 6, periodSeconds: 10, timeoutSeconds: 5 },
  readinessProbe: { failureThreshold: 3, periodSeconds: 5, timeoutSeconds: 5 },
} as const;

function decidePlaces(name: string, surroundings: Surroundings) {
  const matchLabels = mariadbPodLabels(name);
  const podAffinityTerm = { topologyKey: hostKey, labelSelector: { matchLabels } };
  return {
    affinity: {
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
    },
    topologySpreadConstraints: decideSpread(matchLabels, surroundings),
    ...decideNodeChoice("data", surroundings),
  };
}

/**
 * When all servers were down the operator takes what is left of their pods away, asks each volume by a Job, and begins anew with the one that has most,
 * with none where it can't ask each of them; a copy of a large volume takes hours. https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/galera.md#galera-cluster-recovery
 */
function decideGalera(
  wish: MysqlWish,
  { agentImage, secrets }: MariadbIdentity,
  server: { readonly cpu: string; readonly memory: string },
): GaleraSpec {
  const { applyThreads, writeCacheMiB } = decideMariadbSettings(wish);
  const agent = quantities(mariadbAgentSize);
  const helper: HelperContainer = {
    image: agentImage,
    imagePullPolicy: "IfNotPresent",
    resources: { requests: agent, limits: { memory: agent.memory } },
    securityContext: container,
  };
  // A server that doesn't answer: it may need as much memory as one that does. Its own pod is taken away before, and others may have come to the node.
  const resources: MariadbResources = { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: server.memory } };
  return {
    enabled: true,
    primary: { autoFailover: true },
    sst: "mariabackup",
    availableWhenDonor: true,
    replicaThreads: applyThreads,
    providerOptions: { "gcache.size": `${writeCacheMiB}M` },
    config: { reuseStorageVolume: true },
    agent: {
      ...helper,
      // The other way the operator shows each agent its own token, which reads every Secret of the cluster.
      kubernetesAuth: { enabled: false },
      basicAuth: {
        enabled: true,
        username: "landbridge",
        passwordSecretKeyRef: { name: secrets.passwords, key: mariadbKeys.agent },
      },
    },
    initContainer: helper,
    initJob: { resources },
    recovery: {
      enabled: true,
      minClusterSize: 1,
      clusterHealthyTimeout: "2m",
      clusterBootstrapTimeout: "2h",
      podRecoveryTimeout: "30m",
      podSyncTimeout: "6h",
      job: { resources },
    },
  };
}
