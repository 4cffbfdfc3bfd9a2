import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { AccessLogs, AccessLogsSpec } from "./specs/access-logs.ts";
import type { AuditTrail, AuditTrailSpec } from "./specs/audit.ts";
import type { Bootstrap, BootstrapSpec } from "./specs/bootstrap.ts";
import type { Capabilities } from "./specs/capabilities.ts";
import type { ManagedCassandra, ManagedCassandraSpec } from "./specs/cassandra.ts";
import type { Cluster, ClusterSpec } from "./specs/cluster.ts";
import type { DnsZone, DnsZoneSpec, Edge, EdgeSpec } from "./specs/edge.ts";
import type { Events, EventsSpec } from "./specs/events.ts";
import type { ManagedKafka, ManagedKafkaSpec } from "./specs/kafka.ts";
import type { Key, KeySpec } from "./specs/key.ts";
import type { ManagedMongodb, ManagedMongodbSpec } from "./specs/mongodb.ts";
import type { IngressAddress, IngressAddressSpec, Network, NetworkSpec } from "./specs/network.ts";
import type { ObjectStore, ObjectStoreSpec } from "./specs/object-store.ts";
import type { ManagedMysql, ManagedMysqlSpec } from "./specs/mysql.ts";
import type { Peering, PeeringSpec } from "./specs/peering.ts";
import type { ManagedPostgres, ManagedPostgresSpec } from "./specs/postgres.ts";
import type { ManagedRabbitmq, ManagedRabbitmqSpec } from "./specs/rabbitmq.ts";
import type { ManagedRedis, ManagedRedisSpec } from "./specs/redis.ts";
import type { Registry, RegistrySpec } from "./specs/registry.ts";
import type { SecretStore, SecretStoreSpec } from "./specs/secret-store.ts";
import type { Budget, BudgetSpec } from "./specs/spend.ts";
import type { Vpn, VpnSpec } from "./specs/vpn.ts";
import type { Warehouse, WarehouseSpec } from "./specs/warehouse.ts";
import type { WorkloadIdentity, WorkloadIdentitySpec } from "./specs/workload-identity.ts";

export type * from "./specs/access.ts";
export type * from "./specs/access-logs.ts";
export type * from "./specs/audit.ts";
export type * from "./specs/bootstrap.ts";
export type * from "./specs/capabilities.ts";
export type * from "./specs/cassandra.ts";
export type * from "./specs/cluster.ts";
export type * from "./specs/edge.ts";
export type * from "./specs/entry.ts";
export type * from "./specs/events.ts";
export type * from "./specs/kafka.ts";
export type * from "./specs/key.ts";
export type * from "./specs/managed-stores.ts";
export type * from "./specs/mongodb.ts";
export type * from "./specs/mysql.ts";
export type * from "./specs/network.ts";
export type * from "./specs/node-provisioner.ts";
export type * from "./specs/object-store.ts";
export type * from "./specs/objects.ts";
export type * from "./specs/peering.ts";
export type * from "./specs/postgres.ts";
export type * from "./specs/rabbitmq.ts";
export type * from "./specs/redis.ts";
export type * from "./specs/registry.ts";
export type * from "./specs/secret-store.ts";
export type * from "./specs/spend.ts";
export type * from "./specs/vpn.ts";
export type * from "./specs/warehouse.ts";
export type * from "./specs/workload-identity.ts";

/** The part of the contract that makes stores and brokers: the cloud's own services, reached from inside of its network. */
export interface CloudStores {
  /** PostgreSQL as the cloud's own service, with read replicas, reached by private addresses only. */
  postgres(name: string, spec: ManagedPostgresSpec, opts: ComponentResourceOptions): ManagedPostgres;
  /** MySQL or MariaDB as the cloud's own service, with read replicas, reached by private addresses and TLS only. */
  mysql(name: string, spec: ManagedMysqlSpec, opts: ComponentResourceOptions): ManagedMysql;
  /** A Redis cluster as the cloud's own service, reached by private addresses and TLS only. */
  redis(name: string, spec: ManagedRedisSpec, opts: ComponentResourceOptions): ManagedRedis;
  /** MongoDB's protocol as the cloud's own service: one member that is written to and its followers, reached by private addresses and TLS only. */
  mongodb(name: string, spec: ManagedMongodbSpec, opts: ComponentResourceOptions): ManagedMongodb;
  /** A keyspace with its tables behind CQL as the cloud's own service, reached by private addresses and TLS only. */
  cassandra(name: string, spec: ManagedCassandraSpec, opts: ComponentResourceOptions): ManagedCassandra;
  /** Kafka brokers as the cloud's own service with topics and logins, reached by private addresses only. */
  kafka(name: string, spec: ManagedKafkaSpec, opts: ComponentResourceOptions): ManagedKafka;
  /** A RabbitMQ broker as the cloud's own service, reached by private addresses and TLS only. */
  rabbitmq(name: string, spec: ManagedRabbitmqSpec, opts: ComponentResourceOptions): ManagedRabbitmq;
  /** A warehouse with its layers, queried by SQL, with a limit on what a day's queries may cost. */
  warehouse(name: string, spec: WarehouseSpec, opts: ComponentResourceOptions): Warehouse;
}

/**
 * What any cloud must offer: narrow waist 2. Types only. `cloud.contract.ts` is the same contract as a test suite that
 * every cloud runs. Specs hold plain values, decided once in `kit`; only what is born in a cloud is an `Output`.
 */
export interface Cloud extends CloudStores {
  /** The name by which an environment chooses it. */
  readonly name: string;
  /** What it can do and what it can't. Checked against the environment before anything is registered. */
  readonly capabilities: Capabilities;
  /** The explicit providers that all of its resources use. Called once, and only where the cloud layer is built. */
  providers(name: string, opts: ComponentResourceOptions): ProviderResource[];
  /** A private network with room for nodes, pods, services and managed services, or the adopted one. */
  network(name: string, spec: NetworkSpec, opts: ComponentResourceOptions): Network;
  /** A gateway with encrypted tunnels to the networks of environments on other clouds, once their addresses are known. */
  vpn(name: string, spec: VpnSpec, opts: ComponentResourceOptions): Vpn;
  /** Ways to the networks of environments on the same cloud, which pass on nobody else's traffic. */
  peering(name: string, spec: PeeringSpec, opts: ComponentResourceOptions): Peering;
  /** A customer key that rotates, and the right to use it for the cloud's services named in the spec. */
  key(name: string, spec: KeySpec, opts: ComponentResourceOptions): Key;
  /** A Kubernetes cluster over three zones with private nodes, or the one that exists already. */
  cluster(name: string, spec: ClusterSpec, opts: ComponentResourceOptions): Cluster;
  /** A private, versioned, encrypted bucket. */
  objectStore(name: string, spec: ObjectStoreSpec, opts: ComponentResourceOptions): ObjectStore;
  /** A place for records of who reads and writes objects, which buckets are given. */
  accessLogs(name: string, spec: AccessLogsSpec, opts: ComponentResourceOptions): AccessLogs;
  /** A private container registry from which the cluster may pull. */
  registry(name: string, spec: RegistrySpec, opts: ComponentResourceOptions): Registry;
  /** The cloud's own queues and topics, and functions that run for their messages and for changes of buckets. */
  events(name: string, spec: EventsSpec, opts: ComponentResourceOptions): Events;
  /** A fixed public address for the gateway. It is not the API server's, which is `Cluster.apiServer`. */
  ingressAddress(name: string, spec: IngressAddressSpec, opts: ComponentResourceOptions): IngressAddress;
  /** The rights in the cloud of the pods of one service account, to named things only, without a password. */
  workloadIdentity(name: string, spec: WorkloadIdentitySpec, opts: ComponentResourceOptions): WorkloadIdentity;
  /** The cloud's own store of secrets, with a place for each secret named in the spec. */
  secretStore(name: string, spec: SecretStoreSpec, opts: ComponentResourceOptions): SecretStore;
  /** A signed public zone of a domain, with the records of the plan. */
  dnsZone(name: string, spec: DnsZoneSpec, opts: ComponentResourceOptions): DnsZone;
  /** Names, certificates, a global load balancer, a CDN and a firewall before the gateway and before public files. */
  edge(name: string, spec: EdgeSpec, opts: ComponentResourceOptions): Edge;
  /** Records of who did what in the account that holds the environment, copied to a locked bucket. */
  auditTrail(name: string, spec: AuditTrailSpec, opts: ComponentResourceOptions): AuditTrail;
  /** What the account that holds the environment may cost in a month, and notices on the way there. */
  budget(name: string, spec: BudgetSpec, opts: ComponentResourceOptions): Budget;
  /** What the account needs before the platform: a bucket for state, a key for its secrets and trust in CI. A stack of its own. */
  bootstrap(name: string, spec: BootstrapSpec, opts: ComponentResourceOptions): Bootstrap;
}
