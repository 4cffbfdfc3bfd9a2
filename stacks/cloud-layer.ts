import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, Key, Network, ObjectStore, PostgresAccess } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { decideAddresses } from "../components/kit/addresses.ts";
import { decideHighlyAvailable } from "../components/kit/availability.ts";
import { Component } from "../components/kit/component.ts";
import { consumersOf } from "../components/kit/consumers.ts";
import { UnsupportedError } from "../components/kit/errors.ts";
import { decideKeys, keyRotationDays, type KeyDecision } from "../components/kit/keys.ts";
import { decideNodePools } from "../components/kit/node-pools.ts";
import { databaseName } from "../components/kit/postgres-names.ts";
import { decideTags } from "../components/kit/tags.ts";
import type { CloudOutputs } from "./outputs.ts";

type Keys = ReadonlyMap<KeyDecision["dataClass"], Key>;

/** Everything up to the cluster and the managed services, behind the Cloud contract. */
export class CloudLayer extends Component {
  static readonly type = "landbridge:platform:CloudLayer";
  readonly outputs: CloudOutputs;
  readonly apiServer: Output<string>;
  readonly ingressAddress: Output<string> | undefined;
  readonly buckets: Readonly<Record<string, ObjectStore>>;

  constructor(
    name: string,
    { environment, cloud }: { environment: AnyEnvironment; cloud: Cloud },
    opts: ComponentResourceOptions,
  ) {
    super(CloudLayer.type, name, { environment: environment.name, cloud: cloud.name }, opts);
    const inside = { parent: this };
    const keys = createKeys(name, environment, cloud, inside);
    const network = createNetwork(name, environment, cloud, inside);
    const cluster = createCluster(name, environment, cloud, network, keys, inside);
    this.buckets = createBuckets(name, environment, cloud, keys, inside);
    this.apiServer = cluster.apiServer;
    this.ingressAddress = createIngressAddress(name, environment, cloud, inside);
    this.outputs = {
      kubeconfig: cluster.kubeconfig,
      registryHost: createRegistry(name, environment, cloud, keys, inside),
      stores: createManagedStores(name, environment, cloud, network, keys, inside),
    };
    this.registerOutputs({ apiServer: this.apiServer });
  }
}

function createKeys(name: string, environment: AnyEnvironment, cloud: Cloud, opts: ComponentResourceOptions): Keys {
  if (!cloud.capabilities.keys.supported) return new Map();
  return new Map(
    decideKeys(environment).map(({ dataClass, users }) => {
      const tags = decideTags(environment, dataClass === "platform" ? undefined : dataClass);
      const spec = { dataClass, users, rotationDays: keyRotationDays, tags, protect: environment.protect };
      return [dataClass, cloud.key(`${name}-key-${dataClass}`, spec, opts)];
    }),
  );
}

function createNetwork(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  opts: ComponentResourceOptions,
): Network {
  const spec = {
    addresses: decideAddresses(environment.network.cidr),
    adopt: environment.network.adopt,
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.network(`${name}-network`, spec, opts);
}

function createCluster(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  network: Network,
  keys: Keys,
  opts: ComponentResourceOptions,
) {
  const spec = {
    kubernetes: environment.cluster.kubernetes,
    access: environment.cluster.access,
    pools: decideNodePools(environment.cluster.pools),
    addresses: decideAddresses(environment.network.cidr),
    network,
    key: keys.get("platform"),
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.cluster(`${name}-cluster`, spec, opts);
}

function createBuckets(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  keys: Keys,
  opts: ComponentResourceOptions,
): Record<string, ObjectStore> {
  return Object.fromEntries(
    Object.entries(environment.buckets).map(([bucket, wish]) => {
      const { dataClass } = wish;
      const spec = {
        wish,
        key: keys.get(dataClass),
        tags: decideTags(environment, dataClass),
        protect: environment.protect,
      };
      return [bucket, cloud.objectStore(`${name}-bucket-${bucket}`, spec, opts)];
    }),
  );
}

function createRegistry(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  keys: Keys,
  opts: ComponentResourceOptions,
): Output<string> {
  if (environment.registry.placement === "external") return output(environment.registry.host);
  const spec = { key: keys.get("platform"), tags: decideTags(environment), protect: environment.protect };
  return cloud.registry(`${name}-registry`, spec, opts).host;
}

function createManagedStores(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  network: Network,
  keys: Keys,
  opts: ComponentResourceOptions,
): Record<string, PostgresAccess> {
  const stores: [string, PostgresAccess][] = [];
  for (const [store, wish] of Object.entries(environment.stores)) {
    if (wish.placement !== "managed") continue;
    if (wish.kind !== "postgres") {
      const { instead } = cloud.capabilities[`stores.${wish.kind}.managed`];
      throw new UnsupportedError(cloud.name, `managed ${wish.kind} for ${store}`, instead);
    }
    const spec = {
      wish,
      highlyAvailable: decideHighlyAvailable(environment),
      users: consumersOf(environment, store).map((consumer) => ({ name: consumer.name, access: consumer.access })),
      database: databaseName(store),
      network,
      key: keys.get(wish.dataClass),
      tags: decideTags(environment, wish.dataClass),
      protect: environment.protect,
    };
    stores.push([store, cloud.postgres(`${name}-${store}`, spec, opts).access]);
  }
  return Object.fromEntries(stores);
}

function createIngressAddress(
  name: string,
  environment: AnyEnvironment,
  cloud: Cloud,
  opts: ComponentResourceOptions,
): Output<string> | undefined {
  if (environment.ingress.address === "none") return undefined;
  return cloud.ingressAddress(`${name}-ingress-address`, { tags: decideTags(environment) }, opts).address;
}
