import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Cloud, ObjectStore } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { Component } from "../components/kit/component.ts";
import { createBuckets } from "./cloud/buckets.ts";
import { createCluster } from "./cloud/cluster.ts";
import { createKeys } from "./cloud/keys.ts";
import { createIngressAddress, createNetwork } from "./cloud/network.ts";
import { createRegistry } from "./cloud/registry.ts";
import { createManagedStores } from "./cloud/stores.ts";
import type { CloudOutputs } from "./outputs.ts";

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
    const place = { name, environment, cloud, opts: { parent: this } };
    const keys = createKeys(place);
    const network = createNetwork(place);
    const cluster = createCluster(place, { network, keys });
    this.buckets = createBuckets(place, { keys });
    this.apiServer = cluster.apiServer;
    this.ingressAddress = createIngressAddress(place);
    this.outputs = {
      kubeconfig: cluster.kubeconfig,
      registryHost: createRegistry(place, { keys }),
      stores: createManagedStores(place, { network, keys }),
    };
    this.registerOutputs({ apiServer: this.apiServer });
  }
}
