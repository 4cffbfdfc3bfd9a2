import { all, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { ClusterAccess, MaintenanceWish } from "../../environments/schema/cluster.ts";
import type {
  AccessLogs,
  AccessLogsSpec,
  CapabilityName,
  Cloud,
  ClusterSpec,
  IngressAddressSpec,
  Key,
  KeySpec,
  Network,
  NetworkSpec,
  ObjectStoreSpec,
  Registry,
  RegistrySpec,
} from "../cloud.ts";
import { decideAddresses } from "../kit/network/addresses.ts";
import { decideNodePools } from "../kit/cluster/node-pools.ts";
import type { Tags } from "../kit/tags.ts";
import { cassandraKitOf, cassandraNames, makeCassandra, type CassandraKit } from "./stores/cassandra-kit.contract.ts";
import { bootstrapKitOf, bootstrapNames, type BootstrapKit } from "./stores/bootstrap-kit.contract.ts";
import { eventsKitOf, eventsNames, waiting, type EventsKit } from "./events-kit.contract.ts";
import { edgeKitOf, edgeNames, type EdgeKit, zonePlan } from "./network/edge-kit.contract.ts";
import { spendKitOf, spendNames, type SpendKit } from "./spend-kit.contract.ts";
import { rightsKitOf, rightsNames, type RightsKit } from "./rights-kit.contract.ts";
import { mongodbKitOf, mongodbNames, type MongodbKit } from "./stores/mongodb-kit.contract.ts";
import { mysqlKitOf, mysqlNames, type MysqlKit } from "./stores/mysql-kit.contract.ts";
import { postgresKitOf, postgresNames, postgresWish, type PostgresKit } from "./stores/postgres-kit.contract.ts";
import { rabbitmqKitOf, rabbitmqNames, type RabbitmqKit } from "./stores/rabbitmq-kit.contract.ts";
import { storesKitOf, storesNames, type StoresKit } from "./stores/stores-kit.contract.ts";
import {
  anyNames,
  peeringKitOf,
  peeringNames,
  type OthersNames,
  type PeeringKit,
} from "./network/peering-kit.contract.ts";
import { contractDoor } from "./network/doors.contract.ts";
import { peerBlock, vpnKitOf, vpnNames, type VpnKit } from "./network/vpn-kit.contract.ts";
import { makeWarehouse, warehouseKitOf, warehouseNames, type WarehouseKit } from "./stores/warehouse-kit.contract.ts";

/** The contract's methods with specs filled in, all below one component as a layer would have them. */
export interface Kit
  extends
    BootstrapKit,
    EventsKit,
    CassandraKit,
    SpendKit,
    RightsKit,
    EdgeKit,
    StoresKit,
    MongodbKit,
    PostgresKit,
    MysqlKit,
    RabbitmqKit,
    WarehouseKit,
    VpnKit,
    PeeringKit {
  network(change?: Partial<Omit<NetworkSpec, "key">> & { readonly key?: boolean }): Output<unknown>;
  key(change?: Partial<KeySpec>): Output<string>;
  cluster(change?: Change<ClusterSpec>): Output<unknown>;
  /** With a place for records of access, or without. */
  objectStore(
    change?: CopyChange<Omit<ObjectStoreSpec, "accessLogs">> & { readonly accessLogs?: boolean },
  ): Output<unknown>;
  accessLogs(change?: Partial<AccessLogsSpec>): Output<string>;
  registry(change?: Change<RegistrySpec>): Output<unknown>;
  ingressAddress(change?: Partial<IngressAddressSpec>): Output<unknown>;
}

/** What makes one or more components. */
export type Build = (kit: Kit) => Output<unknown>;

/** Fields that differ from the filled-in spec: a network by the name of one that is made for it, a key by whether it is there. */
type Change<S> = Partial<Omit<S, "network" | "key">> & { readonly network?: string; readonly key?: boolean };

/** So too a copy in the second region, by whether there is one. */
type CopyChange<S> = Omit<Change<S>, "secondary"> & { readonly secondary?: boolean };

/** The names that the kit gives to what it makes. Everything that a cloud makes for one begins with its name. */
export const names = {
  network: "shop-network",
  key: "shop-key-platform",
  cluster: "shop-cluster",
  objectStore: "shop-bucket-audit",
  accessLogs: "shop-access-logs",
  registry: "shop-registry",
  ingressAddress: "shop-ingress-address",
  ...rightsNames,
  ...spendNames,
  ...bootstrapNames,
  ...cassandraNames,
  ...edgeNames,
  ...eventsNames,
  ...storesNames,
  ...mongodbNames,
  ...postgresNames,
  ...mysqlNames,
  ...rabbitmqNames,
  ...vpnNames,
  ...peeringNames,
  ...warehouseNames,
} as const;

export const tags: Tags = {
  environment: "shop-contract",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "cc-1",
  "managed-by": "landbridge",
};

const maintenance: MaintenanceWish = { days: ["saturday", "sunday"], hour: 0, hours: 6 };

/** The pool, the window, the bucket and the server that specs are filled in with. */
export const wishes = {
  maintenance,
  pool: { size: "medium", min: 3, max: 6, purpose: "general", spot: false, diskGiB: 100 },
  bucket: { dataClass: "internal", retentionDays: 0, keepVersions: 5, coldAfterDays: 30, deleteAfterDays: 400 },
  postgres: postgresWish,
} as const;

const addresses = decideAddresses("10.20.0.0/14");
const common = { tags, protect: true };
const repositories = ["commerce/order", "commerce/report"];
const registrySpec = { repositories, scanning: true, replicateTo: [], mirrors: [], ...common };
const networkSpec = {
  addresses,
  nat: "per-zone",
  privateDoors: true,
  logDays: 30,
  flowLogShare: 0.5,
  peers: [peerBlock],
  doors: [contractDoor],
  ...common,
} as const;
const keySpec: KeySpec = {
  dataClass: "platform",
  users: [
    "brokers",
    "buckets",
    "caches",
    "cluster",
    "databases",
    "functions",
    "nodes",
    "queues",
    "registry",
    "secrets",
    "tables",
    "warehouses",
  ],
  rotationDays: 90,
  ...common,
};

/** The kit on a cloud. Networks and the key are made when they are first needed, once. */
export function kitOf(
  cloud: Cloud,
  opts: ComponentResourceOptions,
  regions: readonly [string, string] = ["first", "second"],
  others: OthersNames = anyNames,
): Kit {
  const can = (name: CapabilityName): boolean => cloud.capabilities[name].supported;
  const networks = new Map<string, Network>();
  const networkNamed = (name: string): Network => {
    const network = networks.get(name) ?? cloud.network(name, { ...networkSpec, ...keyHandle() }, opts);
    networks.set(name, network);
    return network;
  };
  let key: Key | undefined;
  const theKey = (): Key => (key ??= cloud.key(names.key, keySpec, opts));
  const handles = ({ network = names.network, key: wanted = can("keys") }: Change<object>) => ({
    network: networkNamed(network),
    ...keyHandle(wanted),
  });
  const secondaryKey = once(() =>
    cloud.key("shop-key-secondary", { ...keySpec, users: ["buckets", "databases"], region: "secondary" }, opts),
  );
  const copyHandle = ({ secondary = false }: { readonly secondary?: boolean }) => ({
    secondary: secondary ? { key: secondaryKey(), addresses } : undefined,
  });
  const keyHandle = (wanted = can("keys")) => ({ key: wanted ? theKey() : undefined });
  const clusterNamed = (name: string, change: Change<ClusterSpec> = {}) => {
    const pools = can("cluster.pools") ? decideNodePools({ general: wishes.pool }) : [];
    const promises = { controlPlanePromise: true, standby: true };
    const upkeep = { maintenance: wishes.maintenance, patches: "usual", auditLogDays: 90, ...promises } as const;
    const spec = { kubernetes: "1.35", access: accessOn(can), pools, addresses, ...upkeep, ...common };
    return cloud.cluster(name, { ...spec, ...change, ...handles(change) }, opts);
  };
  const placeOfLogs = (change: Partial<AccessLogsSpec> = {}): AccessLogs =>
    cloud.accessLogs(names.accessLogs, { logDays: 30, ...common, ...change }, opts);
  const registries = new Map<string, Registry>();
  const pulled = (name: string, repositories: readonly string[]): Registry => {
    const made = registries.get(name) ?? cloud.registry(name, { ...registrySpec, repositories, ...keyHandle() }, opts);
    registries.set(name, made);
    return made;
  };
  const granted = {
    cluster: clusterNamed,
    network: (name: string = names.network) => networkNamed(name),
    key: () => keyHandle().key,
    bucket: (name: string, purpose: ObjectStoreSpec["purpose"] = "files") =>
      cloud.objectStore(name, { wish: wishes.bucket, purpose, ...common, ...handles({}) }, opts),
    auditBucket: (name: string) => granted.bucket(name, "audit-trail"),
    unsealKey: (name: string) => cloud.key(name, { ...keySpec, dataClass: "unseal", users: [] }, opts),
    warehouse: (name: string) => makeWarehouse(cloud, name, { handles, tags }, {}, opts),
    events: once(() =>
      cloud.events(
        "shop-granted-events",
        {
          queues: [waiting, { ...waiting, name: "other" }],
          topics: ["done"],
          functions: [],
          buckets: {},
          registry: pulled("shop-granted-registry", []),
          logDays: 30,
          ...common,
          ...handles({}),
        },
        opts,
      ),
    ),
    keyspace: (name: string) => makeCassandra(cloud, name, { handles, tags }, {}, opts),
    zone: (name: string) => cloud.dnsZone(name, { plan: zonePlan, ...common }, opts),
    tags,
  };
  return {
    ...rightsKitOf(cloud, granted, opts),
    ...bootstrapKitOf(cloud, { tags, regions }, opts),
    ...eventsKitOf(cloud, { handles, registry: pulled, bucket: granted.bucket, tags }, opts),
    ...edgeKitOf(cloud, granted, opts),
    ...spendKitOf(cloud, granted, opts),
    ...vpnKitOf(cloud, granted, opts),
    ...peeringKitOf(cloud, { ...granted, others }, opts),
    ...rabbitmqKitOf(cloud, granted, opts),
    ...storesKitOf(cloud, { handles, tags }, opts),
    ...cassandraKitOf(cloud, { handles, tags }, opts),
    ...mongodbKitOf(cloud, { handles, tags }, opts),
    ...postgresKitOf(cloud, { handles, tags, secondaryKey }, opts),
    ...mysqlKitOf(cloud, { handles, tags, secondaryKey }, opts),
    ...warehouseKitOf(cloud, { handles, tags }, opts),
    network(change) {
      const network =
        change === undefined
          ? networkNamed(names.network)
          : cloud.network(names.network, { ...networkSpec, ...change, ...keyHandle(change.key) }, opts);
      return output({ id: network.id, nodeSubnets: network.nodeSubnets });
    },
    key: (change = {}) => cloud.key(names.key, { ...keySpec, ...change }, opts).id,
    cluster(change = {}) {
      const made = clusterNamed(names.cluster, change);
      const { apiServer, kubeconfig, volumeKey = "", nodeParts = {} } = made;
      return output({ apiServer, kubeconfig, volumeKey, nodeParts });
    },
    objectStore({ accessLogs = false, ...change } = {}) {
      const logs = accessLogs ? { accessLogs: placeOfLogs() } : {};
      const spec = {
        wish: wishes.bucket,
        purpose: "files" as const,
        ...common,
        ...change,
        ...handles(change),
        ...copyHandle(change),
        ...logs,
      };
      const { url, bucket } = cloud.objectStore(names.objectStore, spec, opts);
      return all([url, bucket]);
    },
    accessLogs: (change = {}) => placeOfLogs(change).id,
    registry: (change = {}) =>
      cloud.registry(names.registry, { ...registrySpec, ...change, ...keyHandle(change.key) }, opts).host,
    ingressAddress(change = {}) {
      const { addresses, serviceAnnotations } = cloud.ingressAddress(names.ingressAddress, { tags, ...change }, opts);
      return all([addresses, serviceAnnotations]).apply(([given, asked]) => ({
        addresses: given,
        serviceAnnotations: asked,
      }));
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function accessOn(can: (name: CapabilityName) => boolean): ClusterAccess {
  if (can("cluster.access.cloud-endpoint")) return { mode: "cloud-endpoint" };
  return can("cluster.access.private-runner")
    ? { mode: "private-runner" }
    : { mode: "allow-list", cidrs: ["203.0.113.0/24"] };
}
