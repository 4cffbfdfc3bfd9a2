import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import { decideNodeChoice, hostKey, zoneKey, type NodeChoice } from "../../cluster/placement.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { boundedName } from "../../names.ts";
import { decideHosts } from "../../network/hosts.ts";
import { quantities, sizes, volumeSize, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { cassandraCopies, cassandraNodes, cassandraStorageGiB } from "./cassandra.ts";
import { decideCassandraConfig, tlsFolder, type CassandraConfig } from "./cassandra-config.ts";

/** Version of the server: that of its image. */
export const cassandraVersion = "5.0.9";

/** User in the server's image. */
export const cassandraUser = 999;

/** The label by which the operator's Services find the nodes of a data centre, whose name is the store's. */
export function cassandraPodLabels(store: string): Labels {
  return { "cassandra.datastax.com/datacenter": store };
}

/**
 * Said on the Secret with the management API's certificate: a datacenter that comes before this Secret is given up, and looked at again when a
 * Secret with its name on it appears.
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/internal/controllers/cassandra/cassandradatacenter_controller.go
 */
export function managementSecretAnnotations(store: string): Readonly<Record<string, string>> {
  return { "cassandra.datastax.com/datacenter": store };
}

/** By which the operator tells nodes of a rack from others. */
const rackLabel = "cassandra.datastax.com/rack";

/**
 * What we set of a CassandraDatacenter, `cassandra.datastax.com/v1beta1`.
 * https://docs.k8ssandra.io/reference/crd/cass-operator-crds-latest/
 */
export interface CassandraDatacenterSpec {
  readonly clusterName: string;
  readonly serverType: "cassandra";
  readonly serverVersion: string;
  readonly serverImage: string;
  readonly readOnlyRootFilesystem: true;
  readonly size: number;
  readonly racks: readonly { readonly name: string }[];
  readonly allowMultipleNodesPerWorker?: true;
  readonly superuserSecretName: string;
  readonly managementApiAuth: {
    readonly manual: { readonly clientSecretName: string; readonly serverSecretName: string };
  };
  readonly storageConfig: {
    readonly cassandraDataVolumeClaimSpec: {
      readonly accessModes: readonly ["ReadWriteOnce"];
      readonly storageClassName?: string;
      readonly resources: { readonly requests: { readonly storage: string } };
    };
    readonly additionalVolumes: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly volumeSource: { readonly secret: { readonly secretName: string; readonly defaultMode: number } };
    }[];
  };
  readonly resources: Resources;
  readonly systemLoggerResources: Resources;
  readonly configBuilderResources: Resources;
  readonly config: CassandraConfig;
  readonly nodeSelector?: NonNullable<NodeChoice["nodeSelector"]>;
  readonly tolerations?: NonNullable<NodeChoice["tolerations"]>;
  readonly podTemplateSpec: {
    readonly metadata: { readonly labels: Labels };
    readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly automountServiceAccountToken: false;
      readonly enableServiceLinks: false;
      readonly securityContext: ReturnType<typeof restrictedPod>;
      readonly affinity: object;
      readonly initContainers: readonly OperatedContainer[];
      readonly containers: readonly OperatedContainer[];
    };
  };
}

interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string; readonly memory: string };
}

/** A container that the operator fills in by its name. */
interface OperatedContainer {
  readonly name: string;
  readonly securityContext: ReturnType<typeof restrictedContainer>;
}

/** What a data centre is called and made of, besides the wish. */
export interface CassandraIdentity {
  readonly name: string;
  readonly image: string;
  /** Names of Secrets: the superuser, the servers' certificate, and that of the management API and the operator. */
  readonly secrets: Readonly<Record<"superuser" | "certificate" | "management", string>>;
  /** Labels of its pods besides the operator's. */
  readonly podLabels: Labels;
}

/** Longest name of a Service. */
const serviceNameLimit = 63;

/** The longest of what the operator puts after the cluster's name and the data centre's. */
const longestEnding = "-additional-seed-service";

/**
 * Name of a cluster of one data centre, unique in the namespace and never changed: the store's, cut where the names of the operator's
 * Services, which hold both, would be too long.
 */
export function decideClusterName(store: string): string {
  return boundedName(store, serviceNameLimit - longestEnding.length - store.length - 1);
}

/** The operator's Service of all nodes that are ready. It has no address of its own: its name leads to theirs. */
export function cassandraService(store: string): string {
  return `${decideClusterName(store)}-${store}-service`;
}

/** Names by which clients come first. The other nodes they are told by address, which stands in no certificate. */
export function decideCassandraHosts(store: string): string[] {
  return decideHosts([cassandraService(store)], [`${decideClusterName(store)}-${store}-all-pods-service`]);
}

/**
 * What the container beside each node asks for, which writes the log to where all pods' logs go.
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/pkg/reconciliation/defaults.go
 */
export const cassandraLoggerSize: Capacity = { cpu: 0.1, memoryGiB: 0.125 };

/** Seconds in which a node hands over its clients, then writes what is in memory. */
const drainSeconds = 300;

/**
 * The specification of a data centre that answers by TLS and to a login alone. Where there are three zones there are three racks, each in
 * one of them, so that each row is in each zone; where there are fewer, one rack.
 */
export function decideCassandraDatacenter(
  wish: CassandraWish,
  identity: CassandraIdentity,
  surroundings: Surroundings,
): CassandraDatacenterSpec {
  const { name, secrets } = identity;
  const shared = sharesNodes(surroundings);
  return {
    clusterName: decideClusterName(name),
    serverType: "cassandra",
    serverVersion: cassandraVersion,
    serverImage: identity.image,
    readOnlyRootFilesystem: true,
    size: cassandraNodes(wish),
    racks: decideRacks(wish, surroundings).map((rack) => ({ name: rack })),
    ...(shared ? { allowMultipleNodesPerWorker: true } : {}),
    superuserSecretName: secrets.superuser,
    managementApiAuth: { manual: { clientSecretName: secrets.management, serverSecretName: secrets.management } },
    storageConfig: decideStorage(wish, secrets.certificate, surroundings),
    resources: resourcesOf(sizes[wish.size], shared),
    systemLoggerResources: resourcesOf(cassandraLoggerSize, shared),
    configBuilderResources: resourcesOf({ cpu: 0.1, memoryGiB: 0.375 }, shared),
    config: decideCassandraConfig({ datacenter: name, copies: cassandraCopies(wish), size: wish.size }),
    // Apart from the pods' template: the operator takes tolerations from here alone.
    ...decideNodeChoice("data", surroundings),
    podTemplateSpec: {
      metadata: { labels: { ...identity.podLabels, ...meshOff } },
      spec: {
        terminationGracePeriodSeconds: drainSeconds,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(cassandraUser),
        affinity: decideAffinity(name, surroundings),
        initContainers: operated("server-config-init-base", "server-config-init"),
        containers: operated("cassandra", "server-system-logger"),
      },
    },
  };
}

/** Racks of a data centre; there are three or one, for ever: the operator takes none away. */
export function decideRacks(wish: Pick<CassandraWish, "nodes">, { zones }: Pick<Surroundings, "zones">): string[] {
  return zones >= 3 && cassandraNodes(wish) >= 3 ? ["r1", "r2", "r3"] : ["r1"];
}

/** On a laptop all nodes are on the one that there is; elsewhere the operator keeps each apart from all of its kind. */
function sharesNodes({ zones }: Pick<Surroundings, "zones">): boolean {
  return zones <= 1;
}

/** Where nodes share a machine the operator's webhook wants CPUs limited as well. */
function resourcesOf(capacity: Capacity, shared: boolean): Resources {
  const { cpu, memory } = quantities(capacity);
  return { requests: { cpu, memory }, limits: { ...(shared ? { cpu } : {}), memory } };
}

function decideStorage(
  wish: CassandraWish,
  secretName: string,
  { storageClass }: Pick<Surroundings, "storageClass">,
): CassandraDatacenterSpec["storageConfig"] {
  return {
    cassandraDataVolumeClaimSpec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass === "" ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: volumeSize(cassandraStorageGiB(wish)) } },
    },
    additionalVolumes: [
      { name: "tls", mountPath: tlsFolder, volumeSource: { secret: { secretName, defaultMode: 0o440 } } },
    ],
  };
}

/**
 * A zone holds nodes of one rack alone, and a rack nodes of one zone: whoever comes first decides which, and its volume keeps it there. So no
 * zone has to be named, and none can hold two copies of a row. Elsewhere nodes would rather not share a machine.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys
 */
function decideAffinity(name: string, { zones }: Pick<Surroundings, "zones">): object {
  const labelSelector = { matchLabels: cassandraPodLabels(name) };
  const nearby = { topologyKey: hostKey, labelSelector };
  if (sharesNodes({ zones }))
    return {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: nearby }],
      },
    };
  if (zones < 3) return {};
  const inZone = { topologyKey: zoneKey, labelSelector };
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ ...inZone, matchLabelKeys: [rackLabel] }],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ ...inZone, mismatchLabelKeys: [rackLabel] }],
    },
  };
}

function operated(...names: readonly string[]): OperatedContainer[] {
  return names.map((name) => ({ name, securityContext: restrictedContainer() }));
}

/**
 * Said on a CassandraDatacenter: volumes may grow, and go with the store where it isn't protected.
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/apis/cassandra/v1beta1/cassandradatacenter_types.go
 */
export function datacenterAnnotations({ protect }: Pick<Surroundings, "protect">): Readonly<Record<string, string>> {
  return {
    "cassandra.datastax.com/allow-storage-changes": "true",
    "cassandra.datastax.com/delete-pvc": protect ? "false" : "true",
  };
}
