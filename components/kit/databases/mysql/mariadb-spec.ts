import type { NodeChoice, Spread } from "../../cluster/placement.ts";
import type { Labels } from "../../labels.ts";
import type { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";

/** Of a container: the definition knows no `seccompProfile`. */
export type ContainerSecurity = Omit<ReturnType<typeof restrictedContainer>, "seccompProfile">;

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** What a container asks for, and the memory that it may have. */
export interface MariadbResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** A container that the operator puts beside the server. */
export interface HelperContainer {
  readonly image: string;
  readonly imagePullPolicy: "IfNotPresent";
  readonly resources: MariadbResources;
  readonly securityContext: ContainerSecurity;
}

interface Probe {
  readonly failureThreshold: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

/** How servers find each other, and what becomes of them. */
export interface GaleraSpec {
  readonly enabled: true;
  readonly primary: { readonly autoFailover: true };
  readonly sst: "mariabackup";
  readonly availableWhenDonor: true;
  readonly replicaThreads: number;
  readonly providerOptions: Readonly<Record<string, string>>;
  readonly config: { readonly reuseStorageVolume: true };
  readonly agent: HelperContainer & {
    readonly kubernetesAuth: { readonly enabled: false };
    readonly basicAuth: {
      readonly enabled: true;
      readonly username: string;
      readonly passwordSecretKeyRef: SecretKey;
    };
  };
  readonly initContainer: HelperContainer;
  readonly initJob: { readonly resources: MariadbResources };
  readonly recovery: {
    readonly enabled: true;
    readonly minClusterSize: 1;
    readonly clusterHealthyTimeout: string;
    readonly clusterBootstrapTimeout: string;
    readonly podRecoveryTimeout: string;
    readonly podSyncTimeout: string;
    readonly job: { readonly resources: MariadbResources };
  };
}

/** What reads the numbers of all servers: a pod of its own. */
export interface MetricsSpec {
  readonly enabled: true;
  readonly username: string;
  readonly passwordSecretKeyRef: SecretKey;
  readonly exporter: HelperContainer & {
    readonly port: number;
    readonly podSecurityContext: ReturnType<typeof restrictedPod>;
  };
}

/**
 * What we set of a MariaDB, `k8s.mariadb.com/v1alpha1`. Which server is written to is not in it: the operator says so in the same object.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md
 */
export interface MariadbSpec extends NodeChoice {
  readonly image: string;
  readonly imagePullPolicy: "IfNotPresent";
  readonly port: number;
  readonly replicas: number;
  readonly rootPasswordSecretKeyRef: SecretKey;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly myCnf: string;
  readonly storage: {
    readonly size: string;
    readonly storageClassName?: string;
    readonly resizeInUseVolumes: true;
    readonly waitForVolumeResize: true;
    readonly pvcRetentionPolicy: { readonly whenDeleted: "Retain" | "Delete"; readonly whenScaled: "Retain" };
  };
  readonly tls: {
    readonly enabled: true;
    readonly required: true;
    readonly galeraSSTEnabled: boolean;
    readonly serverCASecretRef: { readonly name: string };
    readonly serverCertSecretRef: { readonly name: string };
    readonly clientCASecretRef: { readonly name: string };
    readonly clientCertSecretRef: { readonly name: string };
  };
  readonly resources: MariadbResources;
  readonly podSecurityContext: ReturnType<typeof restrictedPod>;
  readonly securityContext: ContainerSecurity;
  readonly volumes: readonly { readonly name: string; readonly emptyDir: Readonly<Record<string, never>> }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly affinity: object;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly terminationGracePeriodSeconds: number;
  readonly inheritMetadata: { readonly labels: Labels };
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly updateStrategy: { readonly type: "ReplicasFirstPrimaryLast"; readonly autoUpdateDataPlane: false };
  readonly metrics: MetricsSpec;
  readonly podDisruptionBudget?: { readonly maxUnavailable: 1 };
  readonly galera?: GaleraSpec;
}
