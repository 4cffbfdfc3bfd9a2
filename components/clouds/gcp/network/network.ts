import { Firewall, type FirewallArgs } from "@pulumi/gcp/compute/firewall.js";
import { GlobalAddress, type GlobalAddressArgs } from "@pulumi/gcp/compute/globalAddress.js";
import { Network as Vpc, type NetworkArgs } from "@pulumi/gcp/compute/network.js";
import { Router } from "@pulumi/gcp/compute/router.js";
import { RouterNat, type RouterNatArgs } from "@pulumi/gcp/compute/routerNat.js";
import { Subnetwork, type SubnetworkArgs } from "@pulumi/gcp/compute/subnetwork.js";
import { Connection } from "@pulumi/gcp/servicenetworking/connection.js";
import { all, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { Network, NetworkSpec } from "../../../cloud.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpNetworkTransforms {
  readonly vpc?: Transform<NetworkArgs>;
  readonly subnet?: Transform<SubnetworkArgs>;
  readonly nat?: Transform<RouterNatArgs>;
}

/** What a network is made from. */
export interface GcpNetworkArgs {
  readonly apis: Apis;
  readonly spec: NetworkSpec;
  readonly settings: GcpSettings;
  /** Whether managed services are reached by peering, e.g. Cloud SQL. */
  readonly privateServices: boolean;
  /** Whether managed services have addresses in a subnet of ours, e.g. Kafka's brokers. */
  readonly endpoints: boolean;
  readonly transforms?: GcpNetworkTransforms | undefined;
}

/** Names of the subnet's secondary ranges, by which the cluster takes them. */
export const secondaryRanges = { pods: "pods", services: "services" } as const;

/** Who makes the secondary ranges that a cluster takes: they are there under our names, or GKE makes them. */
export type Ranges = "named" | "made-by-gke";

/**
 * GKE makes the ranges in an adopted subnet of the cluster's own project. A network of another project is a Shared VPC,
 * whose subnets GKE may use and not change: there they must exist.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-shared-vpc
 */
export function decideRanges(adopt: NetworkSpec["adopt"], { project }: GcpSettings): Ranges {
  return adopt?.network.startsWith(`projects/${project}/`) === true ? "made-by-gke" : "named";
}

/** What a way to another network needs of this one. */
export interface JoinedParts {
  readonly id: Output<string>;
  readonly name: Output<string>;
  /** Blocks that live in it, or that are reached through it. */
  readonly blocks: readonly string[];
  /** The peering through which managed services are reached, where there is one. */
  readonly peering: Output<string> | undefined;
}

/** A VPC network with one subnet for nodes and pods, NAT as its only way out, and a door to Google's managed services. */
export class GcpNetwork extends Component implements Network {
  static readonly type = "landbridge:gcp:Network";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly endpointSubnet: Output<string> | undefined;
  readonly ready: Output<string>;
  readonly joined: JoinedParts;

  constructor(name: string, args: GcpNetworkArgs, opts: ComponentResourceOptions) {
    const { apis, spec, settings, privateServices, endpoints, transforms } = args;
    super(GcpNetwork.type, name, { addresses: spec.addresses }, opts);
    const child = (role: string): string => autoNamed(`${name}-${role}`, nameLimits.compute);
    const dependsOn = apis.enable(privateServices ? ["compute", "servicenetworking"] : ["compute"], opts);
    const kept = { parent: this, dependsOn, protect: spec.protect };

    const vpc = new Vpc(child("vpc"), transformed(transforms?.vpc, vpcArgs()), kept);
    const subnet = new Subnetwork(
      child("nodes"),
      transformed(transforms?.subnet, subnetArgs(spec, settings, vpc.id)),
      kept,
    );
    const router = new Router(child("router"), { network: vpc.id, region: settings.regions.primary }, { parent: this });
    const nat = new RouterNat(child("nat"), transformed(transforms?.nat, natArgs(settings, router.name, subnet.id)), {
      parent: this,
    });
    const firewall = new Firewall(child("deny"), denyArgs(vpc.id), { parent: this });
    const peering = privateServices ? peer(child("peering"), vpc.id, spec, kept) : [];
    const doors = endpoints ? [new Subnetwork(child("data"), endpointArgs(spec, settings, vpc.id), kept)] : [];

    this.id = vpc.id;
    this.reference = vpc.id;
    this.nodeSubnets = subnet.id.apply((id) => [id]);
    this.endpointSubnet = doors[0]?.id;
    this.joined = {
      id: vpc.id,
      name: vpc.name,
      blocks: blocksOf(spec, privateServices, endpoints),
      peering: peering.map((connection) => connection.peering)[0],
    };
    this.ready = afterAll(
      vpc.id,
      [subnet, nat, firewall, ...peering, ...doors].map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/** A network that exists already. It is read, so that a wrong identifier fails at the preview, and never changed. */
export class GcpAdoptedNetwork extends Component implements Network {
  static readonly type = "landbridge:gcp:AdoptedNetwork";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly endpointSubnet: Output<string> | undefined;
  readonly ready: Output<string>;

  constructor(
    name: string,
    { apis, adopt }: { readonly apis: Apis; readonly adopt: NonNullable<NetworkSpec["adopt"]> },
    opts: ComponentResourceOptions,
  ) {
    super(GcpAdoptedNetwork.type, name, { adopt }, opts);
    const dependsOn = apis.enable(["compute"], opts);
    const vpc = Vpc.get(`${name}-vpc`, adopt.network, undefined, { parent: this, dependsOn });
    const subnets = adopt.subnets.map((id, index) =>
      Subnetwork.get(`${name}-nodes-${index}`, id, undefined, { parent: this, dependsOn }),
    );
    this.id = vpc.id;
    this.reference = vpc.id;
    this.nodeSubnets = all(subnets.map(({ id }) => id));
    // It has one subnet, which managed services share with the nodes.
    this.endpointSubnet = subnets[0]?.id;
    this.ready = afterAll(
      vpc.id,
      subnets.map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/** The subnet where managed services get addresses. Throws for a network that was made without one, a mistake of ours. */
export function endpointSubnet(network: Network): Output<string> {
  const subnet =
    network instanceof GcpNetwork || network instanceof GcpAdoptedNetwork ? network.endpointSubnet : undefined;
  if (subnet === undefined) throw new Error("the network has no subnet for managed services");
  return subnet;
}

/** What a way to another network needs of this one. Throws for a network that wasn't made here, a mistake of ours. */
export function joinedParts(network: Network): JoinedParts {
  if (network instanceof GcpNetwork) return network.joined;
  throw new Error("the network wasn't made here, so that nothing can be joined to it");
}

function blocksOf({ addresses }: NetworkSpec, privateServices: boolean, endpoints: boolean): string[] {
  const { nodes, pods, peeredServices, dataByZone } = addresses;
  return [nodes, pods, ...(endpoints ? dataByZone.slice(0, 1) : []), ...(privateServices ? [peeredServices] : [])];
}

function vpcArgs(): NetworkArgs {
  return {
    autoCreateSubnetworks: false,
    routingMode: "REGIONAL",
    // The default route stays: NAT needs it. Without an external address of its own nothing can use it but NAT.
    deleteDefaultRoutesOnCreate: false,
  };
}

/** One subnet spans the region's zones. https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips */
function subnetArgs(
  { addresses, flowLogShare }: NetworkSpec,
  { regions }: GcpSettings,
  network: Input<string>,
): SubnetworkArgs {
  return {
    network,
    region: regions.primary,
    ipCidrRange: addresses.nodes,
    secondaryIpRanges: [
      { rangeName: secondaryRanges.pods, ipCidrRange: addresses.pods },
      { rangeName: secondaryRanges.services, ipCidrRange: addresses.services },
    ],
    // Google's APIs are reached without NAT.
    privateIpGoogleAccess: true,
    logConfig: logConfigOf(flowLogShare),
  };
}

/** A share of the connections, summed up each minute: enough to see who talked to whom, a fraction of the volume. */
function logConfigOf(flowSampling: number) {
  return { aggregationInterval: "INTERVAL_1_MIN", flowSampling, metadata: "INCLUDE_ALL_METADATA" };
}

/** A subnet spans all zones, so that the first zone's share of the block is enough: a thousand addresses of a /16. */
function endpointArgs(
  { addresses, flowLogShare }: NetworkSpec,
  { regions }: GcpSettings,
  network: Input<string>,
): SubnetworkArgs {
  return {
    network,
    region: regions.primary,
    ipCidrRange: addresses.dataByZone[0] ?? addresses.peeredServices,
    privateIpGoogleAccess: true,
    logConfig: logConfigOf(flowLogShare),
  };
}

/** https://cloud.google.com/nat/docs/ports-and-addresses#dynamic-port */
function natArgs({ regions }: GcpSettings, router: Input<string>, subnet: Input<string>): RouterNatArgs {
  return {
    router,
    region: regions.primary,
    natIpAllocateOption: "AUTO_ONLY",
    sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
    subnetworks: [{ name: subnet, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
    // A node carries up to 110 pods: a fixed share of ports would be too small for some and wasted on others. The two
    // options exclude each other.
    enableDynamicPortAllocation: true,
    enableEndpointIndependentMapping: false,
    minPortsPerVm: 64,
    maxPortsPerVm: 8192,
    logConfig: { enable: true, filter: "ERRORS_ONLY" },
  };
}

/**
 * What the implied rule does already, with a log of what was turned away. GKE adds its own rules, of higher priority,
 * for nodes, pods and load balancers; the control plane reaches webhooks through Private Service Connect and needs none.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 */
function denyArgs(network: Input<string>): FirewallArgs {
  return {
    network,
    direction: "INGRESS",
    // One before the implied rule's 65535, which can't log.
    priority: 65534,
    denies: [{ protocol: "all" }],
    sourceRanges: ["0.0.0.0/0"],
    logConfig: { metadata: "INCLUDE_ALL_METADATA" },
  };
}

/**
 * Private services access: Google's managed services get addresses from a block of ours, in a network of theirs that is
 * peered with ours. Cloud SQL lets go of the connection up to four days after its last instance is gone, so deleting it
 * would fail for days; it is abandoned, and the README says how to remove the peering before the network.
 * https://cloud.google.com/sql/docs/postgres/configure-private-services-access
 */
function peer(
  name: string,
  network: Output<string>,
  spec: NetworkSpec,
  kept: { readonly parent: Resource; readonly dependsOn: Resource[]; readonly protect: boolean },
): [Connection] {
  const [address = "", prefix = ""] = spec.addresses.peeredServices.split("/");
  const range: GlobalAddressArgs = {
    network,
    purpose: "VPC_PEERING",
    addressType: "INTERNAL",
    address,
    prefixLength: Number(prefix),
    labels: labelsOf(spec.tags),
  };
  // Another block would leave the servers' addresses in the old one.
  const block = new GlobalAddress(name, range, kept);
  const connection = new Connection(
    name,
    {
      network,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [block.name],
      deletionPolicy: "ABANDON",
      // An abandoned connection is still there when the next `up` wants one, and refuses to be created with a new block.
      updateOnCreationFail: true,
    },
    { parent: kept.parent, dependsOn: kept.dependsOn },
  );
  return [connection];
}
