import { Provider } from "@pulumi/azure-native/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { Cloud } from "../../cloud.ts";
import { decideSpending } from "../../kit/cost-modes.ts";
import { decideTags } from "../../kit/tags.ts";
import { openAzureStores, type AzureStoreTransforms } from "./stores.ts";
import { AzureAccessLogs, type AzureAccessLogsTransforms } from "./objects/access-logs.ts";
import { AzureAuditTrail, type AzureAuditTrailTransforms } from "./account/audit-trail.ts";
import { AzureBudget, type AzureBudgetTransforms } from "./account/budget.ts";
import { AzureBootstrap, type AzureBootstrapTransforms } from "./account/bootstrap.ts";
import { azureCapabilities } from "./capabilities.ts";
import { AzureCluster, type AzureClusterTransforms } from "./cluster/cluster.ts";
import { AzureDnsZone, type AzureDnsZoneTransforms } from "./edge/dns.ts";
import { AzureEdge, type AzureEdgeTransforms } from "./edge/edge.ts";
import { Identities } from "./rights/identity.ts";
import { AzureEvents } from "./events/events.ts";
import type { AzureEventsTransforms } from "./events/parts.ts";
import { AzureIngressAddress, type AzureIngressAddressTransforms } from "./edge/ingress-address.ts";
import { AzureKey, type AzureKeyTransforms } from "./rights/keys.ts";
import { AzureAdoptedNetwork, AzureNetwork, type AzureNetworkTransforms } from "./network/network.ts";
import type { Visitors } from "./network/network-rules.ts";
import { AzurePeering, type AzurePeeringTransforms } from "./network/peering.ts";
import { AzureVpn, type AzureVpnTransforms } from "./network/vpn.ts";
import { AzureObjectStore, type AzureObjectStoreTransforms } from "./objects/object-store.ts";
import { PrivateDoors } from "./network/private-link.ts";
import { AzureRegistry, type AzureRegistryTransforms } from "./registry/registry.ts";
import { ResourceGroup } from "./account/resource-group.ts";
import { inSecondary } from "./secondary.ts";
import { AzureSecretStore, type AzureSecretStoreTransforms } from "./rights/secret-store.ts";
import { ServiceLogs } from "./account/service-logs.ts";
import type { AzureSettings } from "./settings.ts";
import { AzureWorkloadIdentity, type AzureWorkloadIdentityTransforms } from "./rights/workload-identity.ts";

/** What a caller may change on any resource of this cloud, by component. */
export interface AzureTransforms extends AzureStoreTransforms {
  readonly network?: AzureNetworkTransforms;
  readonly vpn?: AzureVpnTransforms;
  readonly peering?: AzurePeeringTransforms;
  readonly key?: AzureKeyTransforms;
  readonly cluster?: AzureClusterTransforms;
  readonly objectStore?: AzureObjectStoreTransforms;
  readonly accessLogs?: AzureAccessLogsTransforms;
  readonly registry?: AzureRegistryTransforms;
  readonly events?: AzureEventsTransforms;
  readonly ingressAddress?: AzureIngressAddressTransforms;
  readonly dnsZone?: AzureDnsZoneTransforms;
  readonly edge?: AzureEdgeTransforms;
  readonly workloadIdentity?: AzureWorkloadIdentityTransforms;
  readonly auditTrail?: AzureAuditTrailTransforms;
  readonly budget?: AzureBudgetTransforms;
  readonly secretStore?: AzureSecretStoreTransforms;
  readonly bootstrap?: AzureBootstrapTransforms;
}

/** Azure behind the Cloud contract. */
export function openAzure(environment: Environment<AzureSettings>, transforms: AzureTransforms = {}): Cloud {
  const { cloud: settings, name: context, cluster, protect } = environment;
  const { auditLogDays: days } = decideSpending(environment);
  const tags = decideTags(environment);
  const group = new ResourceGroup({ environment: context, settings, tags, protect });
  const identities = new Identities(context, group, tags);
  const doors = new PrivateDoors(context, { settings, group, tags });
  const logs = new ServiceLogs(context, { group, settings, tags, protect, days });
  const shared = { group, identities, settings, logs };
  const inNetwork = { visitors: decideVisitors(environment), runners: cluster.access.mode === "private-runner" };
  return {
    name: settings.name,
    capabilities: azureCapabilities,
    ...openAzureStores({ ...shared, doors }, transforms),
    ...openAccount(environment, transforms),
    providers: (name, opts) => createProviders(name, settings, opts),
    network: (name, spec, opts) =>
      spec.adopt === undefined
        ? new AzureNetwork(name, { ...shared, ...inNetwork, spec, transforms: transforms.network }, opts)
        : new AzureAdoptedNetwork(name, { adopt: spec.adopt }, opts),
    vpn: (name, spec, opts) => new AzureVpn(name, { ...shared, spec, transforms: transforms.vpn }, opts),
    peering: (name, spec, opts) => new AzurePeering(name, { ...shared, spec, transforms: transforms.peering }, opts),
    key: (name, spec, opts) => {
      const there = spec.region === "secondary" ? { settings: inSecondary(settings) } : {};
      return new AzureKey(name, { ...shared, ...there, spec, transforms: transforms.key }, opts);
    },
    cluster: (name, spec, opts) =>
      new AzureCluster(name, { ...shared, spec, context, transforms: transforms.cluster }, opts),
    objectStore: (name, spec, opts) =>
      new AzureObjectStore(name, { ...shared, doors, spec, transforms: transforms.objectStore }, opts),
    accessLogs: (name, spec, opts) =>
      new AzureAccessLogs(name, { group, spec, settings, transforms: transforms.accessLogs }, opts),
    registry: (name, spec, opts) => new AzureRegistry(name, { ...shared, spec, transforms: transforms.registry }, opts),
    events: (name, spec, opts) =>
      new AzureEvents(name, { ...shared, doors, spec, transforms: transforms.events }, opts),
    ingressAddress: (name, spec, opts) =>
      new AzureIngressAddress(name, { ...shared, spec, transforms: transforms.ingressAddress }, opts),
    dnsZone: (name, spec, opts) => new AzureDnsZone(name, { group, spec, transforms: transforms.dnsZone }, opts),
    edge: (name, spec, opts) => new AzureEdge(name, { group, spec, settings, transforms: transforms.edge }, opts),
    workloadIdentity: (name, spec, opts) =>
      new AzureWorkloadIdentity(
        name,
        { ...shared, environment: context, doors, spec, transforms: transforms.workloadIdentity },
        opts,
      ),
    secretStore: (name, spec, opts) =>
      new AzureSecretStore(name, { ...shared, doors, spec, transforms: transforms.secretStore }, opts),
  };
}

/** What belongs to the subscription rather than to the platform in it. */
function openAccount(
  { name: environment, cloud: settings }: Environment<AzureSettings>,
  transforms: AzureTransforms,
): Pick<Cloud, "auditTrail" | "budget" | "bootstrap"> {
  return {
    auditTrail: (name, spec, opts) => new AzureAuditTrail(name, { spec, transforms: transforms.auditTrail }, opts),
    budget: (name, spec, opts) => new AzureBudget(name, { spec, settings, transforms: transforms.budget }, opts),
    bootstrap: (name, spec, opts) =>
      new AzureBootstrap(name, { environment, spec, settings, transforms: transforms.bootstrap }, opts),
  };
}

/** With an edge nobody but Front Door comes to the gateway. */
function decideVisitors({ ingress, edge }: Pick<Environment, "ingress" | "edge">): Visitors {
  if (ingress.address === "none") return "nobody";
  return edge === undefined ? "everybody" : "front-door";
}

function createProviders(name: string, settings: AzureSettings, opts: ComponentResourceOptions): ProviderResource[] {
  const { subscription, tenant, regions } = settings;
  return [
    // Subscription, tenant and region are the environment's own, never the shell's.
    new Provider(
      `${name}-azure`,
      {
        subscriptionId: subscription,
        tenantId: tenant,
        location: regions.primary,
        environment: "public",
        disablePulumiPartnerId: true,
      },
      opts,
    ),
    new RandomProvider(`${name}-random`, {}, opts),
  ];
}
