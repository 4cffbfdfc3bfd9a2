import type { ComponentResourceOptions, Output, ProviderResource } from "@pulumi/pulumi";
import type { AddressPlan } from "./kit/addresses.ts";
import type { Issue } from "./kit/errors.ts";
import type { KeyUser } from "./kit/keys.ts";
import type { NodePool } from "./kit/node-pools.ts";
import type { Tags } from "./kit/tags.ts";
import type { ClusterAccess } from "../environments/schema/cluster.ts";
import type { CloudSettings, Environment } from "../environments/schema/environment.ts";
import type { DataClass } from "../environments/schema/names.ts";
import type { BucketWish, PostgresWish } from "../environments/schema/stores.ts";

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

/** A wish that an environment can express and a cloud may be unable to meet. */
export type CapabilityName =
  | "network"
  | "network.adopt"
  | "keys"
  | "cluster.pools"
  | "cluster.pools.spot"
  | "cluster.access.cloud-endpoint"
  | "cluster.access.allow-list"
  | "cluster.access.private-runner"
  | "buckets"
  | "buckets.retention"
  | "registry.managed"
  | "ingress.reserved"
  | "stores.postgres.managed"
  | "stores.kafka.managed"
  | "stores.redis.managed";

/** Wishes that no cloud can meet yet, since `Cloud` has no method by which they could be asked for. */
export type UnbuiltCapabilityName = "stores.kafka.managed" | "stores.redis.managed";

/** That a cloud can't meet a wish: why, and what to write instead. */
export interface Refusal {
  readonly supported: false;
  readonly why: string;
  readonly instead: string;
}

/** Whether a cloud can meet a wish. */
export type Capability = { readonly supported: true } | Refusal;

/** A cloud's answer to every wish. A cloud that forgets one, or claims one that isn't built, doesn't compile. */
export type Capabilities = {
  readonly [N in CapabilityName]: N extends UnbuiltCapabilityName ? Refusal : Capability;
};

/** What the table of clouds holds about each: small and free of SDKs, so that reading it costs nothing. */
export interface CloudEntry<S extends CloudSettings> {
  readonly capabilities: Capabilities;
  /**
   * Properties inside of objects that only this cloud gives, by resource type, e.g. a certificate in a block that is
   * half input. A plan puts placeholders there; what an SDK declares as an output of its own needs no entry.
   */
  readonly computed: Readonly<Record<string, readonly string[]>>;
  /** Rules of this cloud that neither the schema nor a capability can say, e.g. address blocks that it reserves. */
  check(environment: Environment<S>): readonly Issue[];
  /** What is known of the environment's cluster without asking. */
  cluster(environment: Environment<S>): ClusterFacts;
  /** Imports the cloud's SDK and opens it. */
  open(environment: Environment<S>): Promise<Cloud>;
  /** What to log in to and how, one line each, for `landbridge init` and `doctor`. */
  login(settings: S): readonly LoginStep[];
}

/** One thing to be logged in to before `pulumi up`, and the command that does it. */
export interface LoginStep {
  readonly what: string;
  readonly command: string;
}

export interface NetworkSpec {
  readonly addresses: AddressPlan;
  /** Identifiers of a network that exists; nothing of it is changed. */
  readonly adopt?: { readonly network: string; readonly subnets: readonly string[] } | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Network {
  /** The cloud's identifier of the network. */
  readonly id: Output<string>;
  /** The cloud's identifiers of the subnets that nodes live in. */
  readonly nodeSubnets: Output<string[]>;
  /** Resources that must exist before anything with a private address is made in it. */
  readonly ready: Output<string>;
}

export interface KeySpec {
  /** What it encrypts; `platform` is for the cluster's own secrets and disks. */
  readonly dataClass: DataClass | "platform";
  /** Which of the cloud's services may use it. */
  readonly users: readonly KeyUser[];
  readonly rotationDays: number;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Key {
  /** The cloud's identifier of the key, known only after its users may use it. */
  readonly id: Output<string>;
}

export interface ClusterSpec {
  readonly kubernetes: string;
  readonly access: ClusterAccess;
  readonly pools: readonly NodePool[];
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
}

/** What is known of an environment's cluster before it exists, so that the cluster layer can decide by it. */
export interface ClusterFacts {
  /** Stable id of ours; never computed, so that a change in the cloud replaces no Kubernetes object. */
  readonly identifier: string;
  /** Context in the kubeconfig. */
  readonly context: string;
  /** Storage class for volumes that hold data, or the empty string for the cluster's default. */
  readonly storageClass: string;
  /** Failure domains that pods can be spread over: zones, or 1 on a laptop. */
  readonly zones: number;
}

export interface ObjectStoreSpec {
  readonly wish: BucketWish;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface ObjectStore {
  /** With the scheme that the cloud's tools know, e.g. the URL of a bucket. */
  readonly url: Output<string>;
  readonly bucket: Output<string>;
}

export interface RegistrySpec {
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Registry {
  /** Host and path before an image's repository, without a trailing slash. */
  readonly host: Output<string>;
}

export interface ManagedPostgresSpec {
  readonly wish: PostgresWish;
  /** High availability over zones, decided from tier and cost mode. */
  readonly highlyAvailable: boolean;
  /** One login for each service that uses it. */
  readonly users: readonly { readonly name: string; readonly access: "read" | "read-write" }[];
  readonly database: string;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** Same shape for managed and in-cluster placement; see `components/data`. */
export interface ManagedPostgres {
  readonly access: PostgresAccess;
}

export interface Endpoint {
  readonly host: Output<string>;
  readonly port: number;
}

export interface Login {
  readonly user: Output<string>;
  /** Always secret. */
  readonly password: Output<string>;
}

/** How to reach a PostgreSQL store. */
export interface PostgresAccess {
  readonly kind: "postgres";
  readonly readWrite: Endpoint;
  /** Same as `readWrite` where there is no replica. */
  readonly readOnly: Endpoint;
  readonly database: string;
  /** By the names of the spec's users. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Kafka store. */
export interface KafkaAccess {
  readonly kind: "kafka";
  /** Answers with the addresses of all brokers. */
  readonly bootstrap: Endpoint;
  /** Always encrypted. */
  readonly protocol: "SASL_SSL";
  readonly mechanism: "SCRAM-SHA-512" | "PLAIN";
  /** By `<domain>-<service>`. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** How to reach a Redis store. Clients must speak the cluster protocol. */
export interface RedisAccess {
  readonly kind: "redis";
  /** Any server of the cluster; it tells the client the others. */
  readonly endpoint: Endpoint;
  /** Whether connections are encrypted. */
  readonly tls: boolean;
  /** One login for all services. */
  readonly login: Login;
}

/** How to reach a store, wherever it is placed. */
export type StoreAccess = PostgresAccess | KafkaAccess | RedisAccess;

export interface IngressAddressSpec {
  readonly tags: Tags;
}

export interface IngressAddress {
  /** IPv4 address to which DNS points. */
  readonly address: Output<string>;
}
