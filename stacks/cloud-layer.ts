import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type {
  Cloud,
  Events,
  IngressAddress,
  Key,
  Network,
  ObjectStore,
  Peering,
  Registry,
  SecretStore,
  Vpn,
  Warehouse,
} from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { Component } from "../components/kit/component.ts";
import { mapValues } from "../components/kit/records.ts";
import { createBucketLogs } from "./cloud/access-logs.ts";
import { createAuditTrail } from "./cloud/audit.ts";
import { createBuckets } from "./cloud/buckets.ts";
import { createCluster } from "./cloud/cluster.ts";
import { createEdge, type PublicEdge } from "./cloud/edge.ts";
import { createEvents, eventUrls } from "./cloud/events.ts";
import { createIdentities } from "./cloud/identities.ts";
import { createKeys, createSecondaryKeys } from "./cloud/keys.ts";
import { createIngressAddress, createNetwork } from "./cloud/network.ts";
import { createPeerings, createPeers } from "./cloud/peers.ts";
import { createRegistry } from "./cloud/registry.ts";
import { createSecretStore } from "./cloud/secret-store.ts";
import { createBudget } from "./cloud/spend.ts";
import { createManagedStores } from "./cloud/stores.ts";
import { createWarehouses } from "./cloud/warehouses.ts";
import type { CloudOutputs } from "./outputs.ts";

/** Everything up to the cluster and the managed services, behind the Cloud contract. */
export class CloudLayer extends Component {
  static readonly type = "landbridge:platform:CloudLayer";
  readonly outputs: CloudOutputs;
  readonly apiServer: Output<string>;
  readonly ingress: IngressAddress | undefined;
  readonly edge: PublicEdge | undefined;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  readonly warehouses: Readonly<Record<string, Warehouse>>;
  readonly mirrors: Registry["mirrors"];
  readonly events: Events;
  readonly secretStore: SecretStore;
  readonly network: Network;
  /** The ways to networks of environments on other clouds, where there are any. */
  readonly peers: Vpn | undefined;
  /** The ways to networks of environments on the same cloud, where there are any. */
  readonly peerings: Peering | undefined;
  /** What unseals Vault, where one is wished for. */
  readonly unsealKey: Key | undefined;

  constructor(
    name: string,
    { environment, cloud }: { environment: AnyEnvironment; cloud: Cloud },
    opts: ComponentResourceOptions,
  ) {
    super(CloudLayer.type, name, { environment: environment.name, cloud: cloud.name }, opts);
    const place = { name, environment, cloud, opts: { parent: this } };
    const [keys, secondaryKeys] = [createKeys(place), createSecondaryKeys(place)];
    const network = createNetwork(place, { keys });
    this.network = network;
    this.peers = createPeers(place, { network });
    this.peerings = createPeerings(place, { network });
    const cluster = createCluster(place, { network, keys });
    const logs = createBucketLogs(place);
    createAuditTrail(place, { network, keys, logs });
    createBudget(place);
    this.buckets = createBuckets(place, { network, keys, secondaryKeys, logs });
    this.apiServer = cluster.apiServer;
    this.ingress = createIngressAddress(place);
    this.edge = createEdge(place, { gateway: this.ingress?.addresses, buckets: this.buckets });
    const stores = createManagedStores(place, { network, keys, secondaryKeys });
    this.warehouses = createWarehouses(place, { network, keys });
    const registry = createRegistry(place, { keys });
    this.mirrors = registry.mirrors;
    this.events = createEvents(place, { network, keys, registry, buckets: this.buckets });
    this.secretStore = createSecretStore(place, { network, keys, servers: { ...stores.postgres, ...stores.mysql } });
    this.unsealKey = keys.get("unseal");
    const { buckets, warehouses, events, secretStore } = this;
    const made = { buckets, warehouses, events, secretStore, keyspaces: stores.cassandra, zone: this.edge?.zone };
    const identities = createIdentities(place, { cluster, network, keys, ...made });
    this.outputs = {
      kubeconfig: cluster.kubeconfig,
      volumeKey: cluster.volumeKey,
      nodeParts: cluster.nodeParts ?? {},
      registryHost: registry.host,
      stores,
      warehouses,
      events: eventUrls(events),
      bucketUrls: mapValues(buckets, ({ url }) => url),
      bucketNames: mapValues(buckets, ({ bucket }) => bucket),
      identities: mapValues(identities, ({ id }) => id),
    };
    this.registerOutputs({ apiServer: this.apiServer });
  }
}
