import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { Capabilities } from "./specs/capabilities.ts";
import type { Cluster, ClusterSpec } from "./specs/cluster.ts";
import type { Key, KeySpec } from "./specs/key.ts";
import type { IngressAddress, IngressAddressSpec, Network, NetworkSpec } from "./specs/network.ts";
import type { ObjectStore, ObjectStoreSpec } from "./specs/object-store.ts";
import type { ManagedPostgres, ManagedPostgresSpec } from "./specs/postgres.ts";
import type { Registry, RegistrySpec } from "./specs/registry.ts";

export type * from "./specs/access.ts";
export type * from "./specs/capabilities.ts";
export type * from "./specs/cluster.ts";
export type * from "./specs/entry.ts";
export type * from "./specs/key.ts";
export type * from "./specs/network.ts";
export type * from "./specs/object-store.ts";
export type * from "./specs/postgres.ts";
export type * from "./specs/registry.ts";

/**
 * What any cloud must offer: narrow waist 2. Types only. `cloud.contract.ts` is the same contract as a test suite that
 * every cloud runs. Specs hold plain values, decided once in `kit`; only what is born in a cloud is an `Output`.
 */
export interface Cloud {
  /** The name by which an environment chooses it. */
  readonly name: string;
  /** What it can do and what it can't. Checked against the environment before anything is registered. */
  readonly capabilities: Capabilities;
  /** The explicit providers that all of its resources use. Called once, and only where the cloud layer is built. */
  providers(name: string, opts: ComponentResourceOptions): ProviderResource[];
  /** A private network with room for nodes, pods, services and managed services, or the adopted one. */
  network(name: string, spec: NetworkSpec, opts: ComponentResourceOptions): Network;
  /** A customer key that rotates, and the right to use it for the cloud's services named in the spec. */
  key(name: string, spec: KeySpec, opts: ComponentResourceOptions): Key;
  /** A Kubernetes cluster over three zones with private nodes, or the one that exists already. */
  cluster(name: string, spec: ClusterSpec, opts: ComponentResourceOptions): Cluster;
  /** A private, versioned, encrypted bucket. */
  objectStore(name: string, spec: ObjectStoreSpec, opts: ComponentResourceOptions): ObjectStore;
  /** A private container registry from which the cluster may pull. */
  registry(name: string, spec: RegistrySpec, opts: ComponentResourceOptions): Registry;
  /** PostgreSQL as the cloud's own service, with read replicas, reached by private addresses only. */
  postgres(name: string, spec: ManagedPostgresSpec, opts: ComponentResourceOptions): ManagedPostgres;
  /** A fixed public address for the gateway. It is not the API server's, which is `Cluster.apiServer`. */
  ingressAddress(name: string, spec: IngressAddressSpec, opts: ComponentResourceOptions): IngressAddress;
}
