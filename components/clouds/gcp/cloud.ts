import { Provider } from "@pulumi/gcp/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { Cloud } from "../../cloud.ts";
import { gcpCapabilities } from "./capabilities.ts";
import { GcpCluster, type GcpClusterTransforms } from "./cluster.ts";
import { GcpIngressAddress, type GcpIngressAddressTransforms } from "./ingress-address.ts";
import { GcpKey, type GcpKeyTransforms } from "./keys.ts";
import { decideRanges, GcpAdoptedNetwork, GcpNetwork, type GcpNetworkTransforms } from "./network.ts";
import { GcpObjectStore, type GcpObjectStoreTransforms } from "./object-store.ts";
import { GcpPostgres, type GcpPostgresTransforms } from "./postgres.ts";
import { GcpRegistry, type GcpRegistryTransforms } from "./registry.ts";
import { Apis } from "./services.ts";
import type { GcpSettings } from "./settings.ts";

/** What a caller may change on any resource of this cloud, by component. */
export interface GcpTransforms {
  readonly network?: GcpNetworkTransforms;
  readonly key?: GcpKeyTransforms;
  readonly cluster?: GcpClusterTransforms;
  readonly objectStore?: GcpObjectStoreTransforms;
  readonly registry?: GcpRegistryTransforms;
  readonly postgres?: GcpPostgresTransforms;
  readonly ingressAddress?: GcpIngressAddressTransforms;
}

/** Google Cloud behind the Cloud contract. */
export function openGcp(environment: Environment<GcpSettings>, transforms: GcpTransforms = {}): Cloud {
  const { cloud: settings, name: context, network, stores } = environment;
  const ranges = decideRanges(network.adopt, settings);
  const privateServices = Object.values(stores).some(({ placement }) => placement === "managed");
  const apis = new Apis(environment.name);
  return {
    name: settings.name,
    capabilities: gcpCapabilities,
    providers: (name, opts) => createProviders(name, settings, opts),
    network: (name, spec, opts) =>
      spec.adopt === undefined
        ? new GcpNetwork(name, { apis, spec, settings, privateServices, transforms: transforms.network }, opts)
        : new GcpAdoptedNetwork(name, { apis, adopt: spec.adopt }, opts),
    key: (name, spec, opts) => new GcpKey(name, { apis, spec, settings, transforms: transforms.key }, opts),
    cluster: (name, spec, opts) =>
      new GcpCluster(name, { apis, spec, settings, context, ranges, transforms: transforms.cluster }, opts),
    objectStore: (name, spec, opts) =>
      new GcpObjectStore(name, { apis, spec, settings, transforms: transforms.objectStore }, opts),
    registry: (name, spec, opts) =>
      new GcpRegistry(name, { apis, spec, settings, transforms: transforms.registry }, opts),
    postgres: (name, spec, opts) =>
      new GcpPostgres(name, { apis, spec, settings, transforms: transforms.postgres }, opts),
    ingressAddress: (name, spec, opts) =>
      new GcpIngressAddress(name, { apis, spec, settings, transforms: transforms.ingressAddress }, opts),
  };
}

function createProviders(name: string, settings: GcpSettings, opts: ComponentResourceOptions): ProviderResource[] {
  return [
    // Project and region are the environment's own, never the shell's. Labels are set on each resource, where a plan and
    // its policies see them.
    new Provider(
      `${name}-gcp`,
      { project: settings.project, region: settings.regions.primary, addPulumiAttributionLabel: false },
      opts,
    ),
    new RandomProvider(`${name}-random`, {}, opts),
  ];
}
