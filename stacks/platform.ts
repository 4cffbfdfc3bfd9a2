import { Config, type Inputs, type ProviderResource } from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { Provider as TlsProvider } from "@pulumi/tls/provider.js";
import { clusterFacts, openCloud, type AnyEnvironment } from "../components/clouds/table.ts";
import { UsageError } from "../components/kit/errors.ts";
import { peerSecretNames, sharedSecretLength } from "../components/kit/network/peers.ts";
import { cloudSecretNames, serviceSecretNames, storeSecretNames } from "../components/kit/rights/secret-names.ts";
import { createKubernetesProvider } from "../components/platform/kubernetes-provider.ts";
import { needsCertificates } from "../components/platform/needed-operators.ts";
import { BootstrapLayer, type BootstrapOutputs } from "./bootstrap-layer.ts";
import { CloudLayer } from "./cloud-layer.ts";
import { ClusterLayer } from "./cluster-layer.ts";
import type { Layer } from "./names.ts";
import { exportOutside } from "./outside-outputs.ts";
import { exportOutputs, importOutputs, type CloudOutputs } from "./outputs.ts";

/** Outputs of a stack. */
export interface PlatformOutputs extends Partial<BootstrapOutputs> {
  readonly platform?: Inputs;
  readonly platformSecrets?: Inputs;
  /** How stores are reached from outside of the cluster, by name: of stacks with the cluster layer, where any are. */
  readonly outside?: Inputs;
  /** The passwords of who comes that way, by store. */
  readonly outsideSecrets?: Inputs;
}

/**
 * The platform in order. The file to read first: an environment's cloud is opened, everything up to the cluster is made
 * there, and then everything inside of it. Each layer can be a stack of its own; then the second reads what the first
 * exported. The layer `bootstrap` always is one: it is the account's, and what it makes keeps the state of the others.
 */
export async function createPlatform(environment: AnyEnvironment, layers: readonly Layer[]): Promise<PlatformOutputs> {
  const name = environment.name;
  let outputs: PlatformOutputs = {};
  let cloudOutputs: CloudOutputs | undefined;
  refuseMissingSecrets([
    ...(layers.includes("cloud") ? cloudSecretNames(environment) : []),
    ...(layers.includes("cluster") ? [...serviceSecretNames(environment), ...storeSecretNames(environment)] : []),
  ]);
  if (layers.includes("cloud")) refuseShortSecrets(peerSecretNames(environment));

  if (layers.includes("bootstrap")) {
    const cloud = await openCloud(environment);
    const layer = new BootstrapLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
    outputs = layer.outputs;
  }
  if (layers.includes("cloud")) {
    const cloud = await openCloud(environment);
    const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
    cloudOutputs = layer.outputs;
    outputs = exportOutputs(layer);
  }
  if (layers.includes("cluster")) {
    cloudOutputs ??= await importOutputs(environment, {});
    const { providers, definitions } = clusterProviders(environment, cloudOutputs);
    const layer = new ClusterLayer(name, { environment, cloud: cloudOutputs, definitions }, { providers });
    outputs = { ...outputs, ...exportOutside(layer.outside) };
  }
  return outputs;
}

// All at once and before anything is registered: the one that is missing would otherwise be noticed when its service is
// reached, with half a platform built.
function refuseMissingSecrets(names: readonly string[]): void {
  const config = new Config("secrets");
  const missing = [...new Set(names)].sort().filter((name) => config.getSecret(name) === undefined);
  if (missing.length === 0) return;
  const lines = missing.map((name) => `secrets:${name}: is not set; run pulumi config set --secret secrets:${name}`);
  throw new UsageError(lines.join("\n"));
}

// Whoever writes down how a tunnel begins can guess at its key for as long as it takes. The SDK's own error would say the
// value.
function refuseShortSecrets(names: readonly string[]): void {
  const config = new Config("secrets");
  const short = names.filter((name) => {
    try {
      return config.getSecret(name, { minLength: sharedSecretLength }) === undefined;
    } catch {
      return true;
    }
  });
  if (short.length === 0) return;
  const wayOut = "set what openssl rand -hex 32 prints, the same in both environments";
  throw new UsageError(
    short.map((name) => `secrets:${name}: has fewer than ${sharedSecretLength} characters; ${wayOut}`).join("\n"),
  );
}

// `landbridge:kubeconfig` and `landbridge:context` are for reaching the cluster in another way, e.g. through a bastion.
// Whatever they say, the cluster has to be there first.
function clusterProviders(environment: AnyEnvironment, cloud: CloudOutputs): ClusterProviders {
  const config = new Config("landbridge");
  const facts = clusterFacts(environment);
  const reach = { ...facts, context: config.get("context") ?? facts.context };
  const other = config.get("kubeconfig");
  const kubeconfig = other === undefined ? cloud.kubeconfig : cloud.kubeconfig.apply(() => other);
  const name = environment.name;
  return {
    providers: [
      createKubernetesProvider(`${name}-kubernetes`, reach, kubeconfig, {}),
      new RandomProvider(`${name}-cluster-random`, {}),
      // The engine fetches a provider's program when it is first made: nobody needs this one without an authority.
      ...(needsCertificates(environment, facts) ? [new TlsProvider(`${name}-cluster-tls`, {})] : []),
    ],
    definitions: createKubernetesProvider(`${name}-kubernetes-definitions`, reach, kubeconfig, {}, "take over"),
  };
}

interface ClusterProviders {
  readonly providers: ProviderResource[];
  /** For custom resource definitions alone. */
  readonly definitions: ProviderResource;
}
