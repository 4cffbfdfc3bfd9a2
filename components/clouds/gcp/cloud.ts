import { Provider } from "@pulumi/gcp/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { Cloud } from "../../cloud.ts";
import { openGcpStores, type GcpStoreTransforms } from "./stores.ts";
import { refusals } from "../refuse.ts";
import { GcpAccessLogs, type GcpAccessLogsTransforms } from "./objects/access-logs.ts";
import { GcpAuditTrail, type GcpAuditTrailTransforms } from "./account/audit-trail.ts";
import { GcpBudget, type GcpBudgetTransforms } from "./account/budget.ts";
import { GcpBootstrap, type GcpBootstrapTransforms } from "./account/bootstrap.ts";
import { decideUsed } from "./account/bootstrap-rights.ts";
import { gcpCapabilities } from "./capabilities.ts";
import { GcpCluster, type GcpClusterTransforms } from "./cluster/cluster.ts";
import { GcpDnsZone, type GcpDnsZoneTransforms } from "./edge/dns.ts";
import { GcpEdge, type GcpEdgeTransforms } from "./edge/edge.ts";
import { GcpIngressAddress, type GcpIngressAddressTransforms } from "./edge/ingress-address.ts";
import { GcpEvents } from "./events/events.ts";
import type { GcpEventsTransforms } from "./events/parts.ts";
import { GcpKey, type GcpKeyTransforms } from "./rights/keys.ts";
import { decideRanges, GcpAdoptedNetwork, GcpNetwork, type GcpNetworkTransforms } from "./network/network.ts";
import { GcpVpn, type GcpVpnTransforms } from "./network/vpn.ts";
import { GcpObjectStore, type GcpObjectStoreTransforms } from "./objects/object-store.ts";
import { GcpRegistry, type GcpRegistryTransforms } from "./registry/registry.ts";
import { GcpSecretStore, type GcpSecretStoreTransforms } from "./rights/secret-store.ts";
import { Apis } from "./account/services.ts";
import type { GcpSettings } from "./settings.ts";
import { GcpWorkloadIdentity } from "./rights/workload-identity.ts";

/** What a caller may change on any resource of this cloud, by component. */
export interface GcpTransforms extends GcpStoreTransforms {
  readonly network?: GcpNetworkTransforms;
  readonly vpn?: GcpVpnTransforms;
  readonly key?: GcpKeyTransforms;
  readonly cluster?: GcpClusterTransforms;
  readonly objectStore?: GcpObjectStoreTransforms;
  readonly accessLogs?: GcpAccessLogsTransforms;
  readonly registry?: GcpRegistryTransforms;
  readonly events?: GcpEventsTransforms;
  readonly ingressAddress?: GcpIngressAddressTransforms;
  readonly auditTrail?: GcpAuditTrailTransforms;
  readonly budget?: GcpBudgetTransforms;
  readonly dnsZone?: GcpDnsZoneTransforms;
  readonly edge?: GcpEdgeTransforms;
  readonly secretStore?: GcpSecretStoreTransforms;
  readonly bootstrap?: GcpBootstrapTransforms;
}

/** Google Cloud behind the Cloud contract. */
export function openGcp(environment: Environment<GcpSettings>, transforms: GcpTransforms = {}): Cloud {
  const { cloud: settings, name: context, network, stores } = environment;
  const ranges = decideRanges(network.adopt, settings);
  const managed = new Set(
    Object.values(stores).flatMap(({ kind, placement }) => (placement === "managed" ? [kind] : [])),
  );
  const doors = { privateServices: managed.has("postgres") || managed.has("mysql"), endpoints: managed.has("kafka") };
  const apis = new Apis(environment.name);
  const rights = { budgeted: environment.budget !== undefined, used: decideUsed(environment) };
  return {
    name: settings.name,
    capabilities: gcpCapabilities,
    ...openGcpStores({ apis, settings }, transforms),
    providers: (name, opts) => createProviders(name, settings, opts),
    network: (name, spec, opts) =>
      spec.adopt === undefined
        ? new GcpNetwork(name, { apis, spec, settings, ...doors, transforms: transforms.network }, opts)
        : new GcpAdoptedNetwork(name, { apis, adopt: spec.adopt }, opts),
    vpn: (name, spec, opts) => new GcpVpn(name, { spec, settings, transforms: transforms.vpn }, opts),
    peering: () => refuse("network.peers.peering", "a way to another network of this cloud"),
    key: (name, spec, opts) => new GcpKey(name, { apis, spec, settings, transforms: transforms.key }, opts),
    cluster: (name, spec, opts) =>
      new GcpCluster(name, { apis, spec, settings, context, ranges, transforms: transforms.cluster }, opts),
    objectStore: (name, spec, opts) =>
      new GcpObjectStore(name, { apis, spec, settings, transforms: transforms.objectStore }, opts),
    accessLogs: (name, spec, opts) =>
      new GcpAccessLogs(name, { apis, spec, settings, transforms: transforms.accessLogs }, opts),
    registry: (name, spec, opts) =>
      new GcpRegistry(name, { apis, spec, settings, transforms: transforms.registry }, opts),
    events: (name, spec, opts) => new GcpEvents(name, { apis, spec, settings, transforms: transforms.events }, opts),
    ingressAddress: (name, spec, opts) =>
      new GcpIngressAddress(name, { apis, spec, settings, transforms: transforms.ingressAddress }, opts),
    auditTrail: (name, spec, opts) =>
      new GcpAuditTrail(name, { apis, spec, settings, transforms: transforms.auditTrail }, opts),
    budget: (name, spec, opts) => new GcpBudget(name, { apis, spec, settings, transforms: transforms.budget }, opts),
    dnsZone: (name, spec, opts) => new GcpDnsZone(name, { apis, spec, transforms: transforms.dnsZone }, opts),
    edge: (name, spec, opts) => new GcpEdge(name, { apis, spec, settings, transforms: transforms.edge }, opts),
    workloadIdentity: (name, spec, opts) => new GcpWorkloadIdentity(name, { apis, spec, settings }, opts),
    secretStore: (name, spec, opts) =>
      new GcpSecretStore(name, { apis, spec, settings, transforms: transforms.secretStore }, opts),
    bootstrap: (name, spec, opts) =>
      new GcpBootstrap(
        name,
        { apis, environment: context, ...rights, spec, settings, transforms: transforms.bootstrap },
        opts,
      ),
  };
}

const refuse = refusals("gcp", gcpCapabilities);

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
