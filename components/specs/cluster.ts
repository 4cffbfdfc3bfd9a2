import type { Output } from "@pulumi/pulumi";
import type { AutoProvisionWish, ClusterAccess } from "../../environments/schema/cluster.ts";
import type { AddressPlan } from "../kit/network/addresses.ts";
import type { BalancerFacts } from "../kit/network/balancers.ts";
import type { ObjectPlace } from "../kit/objects/objects-in-cluster.ts";
import type { Mirrors } from "../kit/registry/mirrors.ts";
import type { Spending } from "../kit/cost-modes.ts";
import type { NodePool } from "../kit/cluster/node-pools.ts";
import type { Capacity } from "../kit/sizes.ts";
import type { Tags } from "../kit/tags.ts";
import type { Upkeep } from "../kit/cluster/upkeep.ts";
import type { Key } from "./key.ts";
import type { ManagedStoreFacts } from "./managed-stores.ts";
import type { Network } from "./network.ts";
import type { NodeProvisioner } from "./node-provisioner.ts";
import type { WarehouseFacts } from "./warehouse.ts";
import type { PodIdentity } from "./workload-identity.ts";

/** What a cloud's Kubernetes cluster is asked to be. */
export interface ClusterSpec extends Upkeep, Pick<Spending, "auditLogDays" | "controlPlanePromise" | "standby"> {
  readonly kubernetes: string;
  readonly access: ClusterAccess;
  readonly pools: readonly NodePool[];
  /** How far the cloud may add nodes besides those of pools. Absent: it may not. */
  readonly autoProvision?: AutoProvisionWish | undefined;
  readonly addresses: AddressPlan;
  readonly network: Network;
  /** Encrypts Kubernetes Secrets and node disks. Absent where the cloud has no keys. */
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** What a cluster gives once it exists. */
export interface Cluster {
  /** Address of the API server. Traffic of users never goes here. */
  readonly apiServer: Output<string>;
  /**
   * Without credentials: the cloud's exec plugin gets a token for whoever runs it. Its one context is
   * `ClusterFacts.context`.
   */
  readonly kubeconfig: Output<string>;
  /** What `VolumeFacts.keyParameter` is set to. Absent where the cloud has no keys. */
  readonly volumeKey?: Output<string> | undefined;
  /** What only the cloud can tell of nodes, by the names of `NodeProvisioner.parts`. Absent where there are none. */
  readonly nodeParts?: Readonly<Record<string, Output<string>>> | undefined;
  /** By what the cloud tells this cluster's pods from others' when it gives them rights. Each cloud has its own word. */
  readonly identity: Output<string>;
}

/**
 * What the platform's own autoscaler of nodes needs to know of a cluster whose cloud moves none by itself. Its service
 * account, `nodeAutoscaler` of `components/kit`, has its rights in the cloud already.
 */
export interface NodeAutoscaler {
  /** By which the cluster autoscaler knows the cloud. */
  readonly provider: string;
  /** By which it finds the cluster's groups of nodes. */
  readonly cluster: string;
  readonly region: string;
}

/** What a CSI driver is told of the volumes or snapshots of a class. */
export type DriverParameters = Readonly<Record<string, string>>;

/** How a cloud makes volumes for pods: all that a storage class says but the key, which is born in the cloud. */
export interface VolumeFacts {
  /** Name of the CSI driver of its disks. */
  readonly driver: string;
  /** Parameter by which a class names the key of its volumes, see `Cluster.volumeKey`. */
  readonly keyParameter: string;
  /** SSDs that live in one zone. */
  readonly zonal: DriverParameters;
  /** SSDs that outlive the loss of a zone. Absent where there are none. */
  readonly replicated?: DriverParameters | undefined;
  readonly snapshots: DriverParameters;
}

/** What is known of an environment's cluster before it exists, so that the cluster layer can decide by it. */
export interface ClusterFacts {
  /** Stable id of ours; never computed, so that a change in the cloud replaces no Kubernetes object. */
  readonly identifier: string;
  /** Context in the kubeconfig. */
  readonly context: string;
  /**
   * Storage class of stores that don't say which, one of `storageClasses` of `components/kit`, or the empty string for the
   * cluster's default.
   */
  readonly storageClass: string;
  /** Absent where the cluster has its classes already, and gets none of ours. */
  readonly volumes?: VolumeFacts | undefined;
  /** Failure domains that pods can be spread over: zones, or 1 on a laptop. */
  readonly zones: number;
  /** What pods may request of a node for which a capacity was wished. Absent where nodes aren't the environment's. */
  readonly nodeRoom?: ((wanted: Capacity) => Capacity) | undefined;
  /** How pods get rights in the cloud; absent where there is no cloud. */
  readonly podIdentity?: PodIdentity | undefined;
  /** Absent where the cloud itself moves pools between their fewest and most nodes, or a provisioner makes them. */
  readonly autoscaler?: NodeAutoscaler | undefined;
  /** Absent where pools have all nodes, or the cloud adds others without being told in the cluster. */
  readonly provisioner?: NodeProvisioner | undefined;
  /** From where the platform's images are pulled instead of from their makers' registries. - behaviour: from those. */
  readonly mirrors?: Mirrors | undefined;
  /** How the cloud's own stores are reached; absent where it has none. */
  readonly managedStores?: ManagedStoreFacts | undefined;
  /**
   * Where buckets are, where the cloud holds none itself: then its own methods for buckets and identities refuse, and the cluster layer
   * makes both. - behaviour: the cloud holds them.
   */
  readonly objects?: ObjectPlace | undefined;
  /** How Services get load balancers that are reached from outside of the cluster; absent where they get none. */
  readonly balancers?: BalancerFacts | undefined;
  /** How the cloud's warehouses are reached; absent where it has none. */
  readonly warehouses?: WarehouseFacts | undefined;
}
