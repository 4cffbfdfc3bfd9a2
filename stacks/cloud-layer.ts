import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Cloud, IngressAddress, Key, ObjectStore, Registry, SecretStore } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { Component } from "../components/kit/component.ts";
import { mapValues } from "../components/kit/records.ts";
import { createBucketLogs } from "./cloud/access-logs.ts";
import { createAuditTrail } from "./cloud/audit.ts";
import { createBuckets } from "./cloud/buckets.ts";
import { createCluster } from "./cloud/cluster.ts";
import { createEdge, type PublicEdge } from "./cloud/edge.ts";
import { createIdentities } from "./cloud/identities.ts";
import { createKeys, createSecondaryKeys } from "./cloud/keys.ts";
import { createIngressAddress, createNetwork } from "./cloud/network.ts";
import { createRegistry } from "./cloud/registry.ts";
import { createSecretStore } from "./cloud/secret-store.ts";
import { createBudget } from "./cloud/spend.ts";
import { createManagedStores } from "./cloud/stores.ts";
import type { CloudOutputs } from "./outputs.ts";

/** Everything up to the cluster and the managed services, behind the Cloud contract. */
export class CloudLayer extends Component {
  static readonly type = "landbridge:platform:CloudLayer";
  readonly outputs: CloudOutputs;
  readonly apiServer: Output<string>;
  readonly ingress: IngressAddress | undefined;
  readonly edge: PublicEdge | undefined;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  readonly mirrors: Registry["mirrors"];
  readonly secretStore: SecretStore;
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
    const cluster = createCluster(place, { network, keys });
    const logs = createBucketLogs(place);
    createAuditTrail(place, { network, keys, logs });
    createBudget(place);
    this.buckets = createBuckets(place, { network, keys, secondaryKeys, logs });
    this.apiServer = cluster.apiServer;
    this.ingress = createIngressAddress(place);
    this.edge = createEdge(place, { gateway: this.ingress?.addresses, buckets: this.buckets });
    const stores = createManagedStores(place, { network, keys, secondaryKeys });
    this.secretStore = createSecretStore(place, { network, keys, servers: stores.postgres });
    this.unsealKey = keys.get("unseal");
    const { buckets, secretStore } = this;
    const grantable = { cluster, network, keys, buckets, secretStore, zone: this.edge?.zone };
    const identities = createIdentities(place, grantable);
    const registry = createRegistry(place, { keys });
    this.mirrors = registry.mirrors;
    this.outputs = {
      kubeconfig: cluster.kubeconfig,
      volumeKey: cluster.volumeKey,
      registryHost: registry.host,
      stores,
      bucketUrls: mapValues(this.buckets, ({ url }) => url),
      identities: mapValues(identities, ({ id }) => id),
    };
    this.registerOutputs({ apiServer: this.apiServer });
  }
}
