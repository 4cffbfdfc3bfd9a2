import { all, isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { ClusterAccess } from "../../environments/schema/cluster.ts";
import type {
  CapabilityName,
  Cloud,
  ClusterSpec,
  IngressAddressSpec,
  Key,
  KeySpec,
  ManagedPostgresSpec,
  Network,
  NetworkSpec,
  ObjectStoreSpec,
  RegistrySpec,
} from "../cloud.ts";
import { decideAddresses } from "../kit/addresses.ts";
import { decideNodePools } from "../kit/node-pools.ts";
import type { Tags } from "../kit/tags.ts";

/** The contract's methods with specs filled in, all below one component as a layer would have them. */
export interface Kit {
  network(change?: Partial<NetworkSpec>): Output<unknown>;
  key(change?: Partial<KeySpec>): Output<string>;
  cluster(change?: Change<ClusterSpec>): Output<unknown>;
  objectStore(change?: Change<ObjectStoreSpec>): Output<unknown>;
  registry(change?: Change<RegistrySpec>): Output<unknown>;
  postgres(change?: Change<ManagedPostgresSpec>): Output<unknown>;
  ingressAddress(change?: Partial<IngressAddressSpec>): Output<string>;
}

/** What makes one or more components. */
export type Build = (kit: Kit) => Output<unknown>;

/** Fields that differ from the filled-in spec: a network by the name of one that is made for it, a key by whether it is there. */
type Change<S> = Partial<Omit<S, "network" | "key">> & { readonly network?: string; readonly key?: boolean };

/** The names that the kit gives to what it makes. Everything that a cloud makes for one begins with its name. */
export const names = {
  network: "shop-network",
  key: "shop-key-platform",
  cluster: "shop-cluster",
  objectStore: "shop-bucket-audit",
  registry: "shop-registry",
  postgres: "shop-orders",
  ingressAddress: "shop-ingress-address",
} as const;

export const tags: Tags = {
  environment: "shop-contract",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "cc-1",
  "managed-by": "landbridge",
};

/** The pool, the bucket and the server that specs are filled in with. */
export const wishes = {
  pool: { size: "medium", min: 3, max: 6, purpose: "general", spot: false, diskGiB: 100 },
  bucket: { dataClass: "internal", retentionDays: 0, keepVersions: 5, coldAfterDays: 30, deleteAfterDays: 400 },
  postgres: {
    kind: "postgres",
    placement: "managed",
    size: "large",
    dataClass: "personal",
    version: "17",
    replicas: 1,
    storageGiB: 100,
    pitrDays: 7,
  },
} as const;

const addresses = decideAddresses("10.20.0.0/14");
const common = { tags, protect: true };
const keySpec: KeySpec = {
  dataClass: "platform",
  users: ["buckets", "cluster", "databases", "nodes", "registry"],
  rotationDays: 90,
  ...common,
};

/** The kit on a cloud. Networks and the key are made when they are first needed, once. */
export function kitOf(cloud: Cloud, opts: ComponentResourceOptions): Kit {
  const can = (name: CapabilityName): boolean => cloud.capabilities[name].supported;
  const networks = new Map<string, Network>();
  const networkNamed = (name: string): Network => {
    const network = networks.get(name) ?? cloud.network(name, { addresses, ...common }, opts);
    networks.set(name, network);
    return network;
  };
  let key: Key | undefined;
  const theKey = (): Key => (key ??= cloud.key(names.key, keySpec, opts));
  const handles = ({ network = names.network, key: wanted = can("keys") }: Change<object>) => ({
    network: networkNamed(network),
    ...keyHandle(wanted),
  });
  const keyHandle = (wanted = can("keys")) => ({ key: wanted ? theKey() : undefined });
  return {
    network(change) {
      const network =
        change === undefined
          ? networkNamed(names.network)
          : cloud.network(names.network, { addresses, ...common, ...change }, opts);
      return output({ id: network.id, nodeSubnets: network.nodeSubnets });
    },
    key: (change = {}) => cloud.key(names.key, { ...keySpec, ...change }, opts).id,
    cluster(change = {}) {
      const pools = can("cluster.pools") ? decideNodePools({ general: wishes.pool }) : [];
      const spec = { kubernetes: "1.35", access: accessOn(can), pools, addresses, ...common };
      const made = cloud.cluster(names.cluster, { ...spec, ...change, ...handles(change) }, opts);
      return output({ apiServer: made.apiServer, kubeconfig: made.kubeconfig });
    },
    objectStore(change = {}) {
      const spec = { wish: wishes.bucket, ...common, ...change, ...keyHandle(change.key) };
      const { url, bucket } = cloud.objectStore(names.objectStore, spec, opts);
      return all([url, bucket]);
    },
    registry: (change = {}) =>
      cloud.registry(names.registry, { ...common, ...change, ...keyHandle(change.key) }, opts).host,
    postgres: (change = {}) =>
      reached(cloud.postgres(names.postgres, { ...postgresSpec, ...change, ...handles(change) }, opts)),
    ingressAddress: (change = {}) => cloud.ingressAddress(names.ingressAddress, { tags, ...change }, opts).address,
  };
}

const postgresSpec: Omit<ManagedPostgresSpec, "network" | "key"> = {
  wish: wishes.postgres,
  highlyAvailable: true,
  users: [
    { name: "commerce-order", access: "read-write" },
    { name: "commerce-report", access: "read" },
  ],
  database: "orders",
  ...common,
};

function accessOn(can: (name: CapabilityName) => boolean): ClusterAccess {
  if (can("cluster.access.cloud-endpoint")) return { mode: "cloud-endpoint" };
  return can("cluster.access.private-runner")
    ? { mode: "private-runner" }
    : { mode: "allow-list", cidrs: ["203.0.113.0/24"] };
}

function reached({ access }: ReturnType<Cloud["postgres"]>): Output<unknown> {
  const { readWrite, readOnly, database, logins } = access;
  const passwords = Object.values(logins).map(({ password }) => password);
  return output({
    services: Object.keys(logins).sort(),
    users: Object.values(logins).map(({ user }) => user),
    passwords,
    secret: Promise.all(passwords.map((password) => isSecret(password))),
    database,
    readWrite,
    readOnly,
  });
}
