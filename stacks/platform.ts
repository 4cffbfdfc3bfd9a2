import { Config, type Inputs, type ProviderResource } from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { clusterFacts, openCloud, type AnyEnvironment } from "../components/clouds/table.ts";
import { createKubernetesProvider } from "../components/platform/kubernetes-provider.ts";
import { CloudLayer } from "./cloud-layer.ts";
import { ClusterLayer } from "./cluster-layer.ts";
import type { Layer } from "./names.ts";
import { exportOutputs, importOutputs, type CloudOutputs } from "./outputs.ts";

/** Outputs of a stack. */
export interface PlatformOutputs {
  readonly platform?: Inputs;
  readonly platformSecrets?: Inputs;
}

/**
 * The platform in order. The file to read first: an environment's cloud is opened, everything up to the cluster is made
 * there, and then everything inside of it. Each layer can be a stack of its own; then the second reads what the first
 * exported.
 */
export async function createPlatform(environment: AnyEnvironment, layers: readonly Layer[]): Promise<PlatformOutputs> {
  const name = environment.name;
  let outputs: PlatformOutputs = {};
  let cloudOutputs: CloudOutputs | undefined;

  if (layers.includes("cloud")) {
    const cloud = await openCloud(environment);
    const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
    cloudOutputs = layer.outputs;
    outputs = exportOutputs(layer);
  }
  if (layers.includes("cluster")) {
    cloudOutputs ??= await importOutputs(environment, {});
    new ClusterLayer(
      name,
      { environment, cloud: cloudOutputs },
      { providers: clusterProviders(environment, cloudOutputs) },
    );
  }
  return outputs;
}

// `landbridge:kubeconfig` and `landbridge:context` are for reaching the cluster in another way, e.g. through a bastion.
function clusterProviders(environment: AnyEnvironment, cloud: CloudOutputs): ProviderResource[] {
  const config = new Config("landbridge");
  const facts = clusterFacts(environment);
  const reach = { ...facts, context: config.get("context") ?? facts.context };
  return [
    createKubernetesProvider(`${environment.name}-kubernetes`, reach, config.get("kubeconfig") ?? cloud.kubeconfig, {}),
    new RandomProvider(`${environment.name}-cluster-random`, {}),
  ];
}
