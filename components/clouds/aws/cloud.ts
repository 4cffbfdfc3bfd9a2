import { Provider } from "@pulumi/aws/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import type { ComponentResourceOptions, ProviderResource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { Cloud } from "../../cloud.ts";
import { decideTags } from "../../kit/tags.ts";
import { openAwsStores, type AwsStoreTransforms } from "./stores.ts";
import { AwsAccessLogs } from "./objects/access-logs.ts";
import { AwsAuditTrail, type AwsAuditTrailTransforms } from "./account/audit-trail.ts";
import { AwsBudget, type AwsBudgetTransforms } from "./account/budget.ts";
import { platformRegions } from "./account/bootstrap-rights.ts";
import { AwsBootstrap, type AwsBootstrapTransforms } from "./account/bootstrap.ts";
import { withinBoundary } from "./account/bootstrap-boundary.ts";
import { awsCapabilities } from "./capabilities.ts";
import { AwsCluster, type AwsClusterTransforms } from "./cluster/cluster.ts";
import { awsProvisioner } from "./cluster/node-class.ts";
import { AwsDnsZone, type AwsDnsZoneTransforms } from "./edge/dns.ts";
import { AwsEdge, type AwsEdgeTransforms } from "./edge/edge.ts";
import { AwsIngressAddress, type AwsIngressAddressTransforms } from "./edge/ingress-address.ts";
import { AwsEvents, type AwsEventsTransforms } from "./events/events.ts";
import { AwsKey, type AwsKeyTransforms } from "./rights/keys.ts";
import { AwsAdoptedNetwork, AwsNetwork, type AwsNetworkTransforms } from "./network/network.ts";
import { queueArn } from "./names.ts";
import { AwsPeering, type AwsPeeringTransforms } from "./network/peering.ts";
import { AwsVpn, type AwsVpnTransforms } from "./network/vpn.ts";
import { KeyspacesDoor } from "./network/keyspaces-door.ts";
import { AwsObjectStore, type AwsObjectStoreTransforms } from "./objects/object-store.ts";
import { AwsRegistry, type AwsRegistryTransforms } from "./registry/registry.ts";
import { SecondaryRegion } from "./secondary.ts";
import { AwsSecretStore, type AwsSecretStoreTransforms } from "./rights/secret-store.ts";
import type { AwsSettings } from "./settings.ts";
import { AwsWorkloadIdentity, type AwsWorkloadIdentityTransforms } from "./rights/workload-identity.ts";

/** What a caller may change on any resource of this cloud, by component. */
export interface AwsTransforms extends AwsStoreTransforms {
  readonly network?: AwsNetworkTransforms;
  readonly vpn?: AwsVpnTransforms;
  readonly peering?: AwsPeeringTransforms;
  readonly key?: AwsKeyTransforms;
  readonly cluster?: AwsClusterTransforms;
  readonly objectStore?: AwsObjectStoreTransforms;
  readonly accessLogs?: AwsObjectStoreTransforms;
  readonly registry?: AwsRegistryTransforms;
  readonly events?: AwsEventsTransforms;
  readonly ingressAddress?: AwsIngressAddressTransforms;
  readonly auditTrail?: AwsAuditTrailTransforms;
  readonly budget?: AwsBudgetTransforms;
  readonly dnsZone?: AwsDnsZoneTransforms;
  readonly edge?: AwsEdgeTransforms;
  readonly workloadIdentity?: AwsWorkloadIdentityTransforms;
  readonly secretStore?: AwsSecretStoreTransforms;
  readonly bootstrap?: AwsBootstrapTransforms;
}

/** AWS behind the Cloud contract. */
export function openAws(environment: Environment<AwsSettings>, transforms: AwsTransforms = {}): Cloud {
  const { cloud: settings, name: context } = environment;
  const secondary = new SecondaryRegion(context, settings);
  const door = new KeyspacesDoor(context, settings, decideTags(environment));
  const regions = platformRegions(environment);
  // Everything that makes roles for the platform.
  const bounded = withinBoundary(environment);
  const queue = awsProvisioner(environment)?.operator?.interruptions;
  const interruptions = queue === undefined ? undefined : queueArn(settings, queue);
  return {
    name: settings.name,
    capabilities: awsCapabilities,
    ...openAwsStores({ settings, secondary, door, bounded }, transforms),
    providers: (name, opts) => createProviders(name, settings, secondary, opts),
    network: (name, spec, opts) =>
      spec.adopt === undefined
        ? new AwsNetwork(name, { spec, settings, transforms: transforms.network }, bounded(opts))
        : new AwsAdoptedNetwork(name, spec.adopt, opts),
    vpn: (name, spec, opts) => new AwsVpn(name, { spec, transforms: transforms.vpn }, opts),
    peering: (name, spec, opts) => new AwsPeering(name, { spec, settings, transforms: transforms.peering }, opts),
    key: (name, spec, opts) =>
      spec.region === "secondary"
        ? new AwsKey(name, { spec, settings: secondary.settings, transforms: transforms.key }, secondary.inside(opts))
        : new AwsKey(name, { spec, settings, interruptions, transforms: transforms.key }, opts),
    cluster: (name, spec, opts) =>
      new AwsCluster(name, { spec, settings, context, transforms: transforms.cluster }, bounded(opts)),
    objectStore: (name, spec, opts) =>
      new AwsObjectStore(name, { spec, settings, elsewhere: secondary, transforms: transforms.objectStore }, opts),
    accessLogs: (name, spec, opts) =>
      new AwsAccessLogs(name, { spec, settings, transforms: transforms.accessLogs }, opts),
    registry: (name, spec, opts) => new AwsRegistry(name, { spec, settings, transforms: transforms.registry }, opts),
    events: (name, spec, opts) => new AwsEvents(name, { spec, settings, transforms: transforms.events }, bounded(opts)),
    ingressAddress: (name, spec, opts) =>
      new AwsIngressAddress(name, { spec, settings, transforms: transforms.ingressAddress }, opts),
    auditTrail: (name, spec, opts) => new AwsAuditTrail(name, { spec, transforms: transforms.auditTrail }, opts),
    budget: (name, spec, opts) => new AwsBudget(name, { spec, settings, transforms: transforms.budget }, opts),
    dnsZone: (name, spec, opts) => new AwsDnsZone(name, { spec, settings, transforms: transforms.dnsZone }, opts),
    edge: (name, spec, opts) => new AwsEdge(name, { spec, settings, transforms: transforms.edge }, opts),
    workloadIdentity: (name, spec, opts) =>
      new AwsWorkloadIdentity(name, { spec, settings, transforms: transforms.workloadIdentity }, bounded(opts)),
    bootstrap: (name, spec, opts) =>
      new AwsBootstrap(name, { environment: context, spec, settings, regions, transforms: transforms.bootstrap }, opts),
    secretStore: (name, spec, opts) => new AwsSecretStore(name, { spec, transforms: transforms.secretStore }, opts),
  };
}

function createProviders(
  name: string,
  settings: AwsSettings,
  secondary: SecondaryRegion,
  opts: ComponentResourceOptions,
): ProviderResource[] {
  // Not among those that follow: of a package there is one for all that names no other.
  secondary.open(name, opts);
  return [
    // Region and account are the environment's own, never the shell's: in another account nothing is even read. Tags are
    // set on each resource, where a plan and its policies see them.
    new Provider(`${name}-aws`, { region: settings.regions.primary, allowedAccountIds: [settings.account] }, opts),
    new RandomProvider(`${name}-random`, {}, opts),
  ];
}
