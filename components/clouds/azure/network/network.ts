import { NatGateway, type NatGatewayArgs } from "@pulumi/azure-native/network/natGateway.js";
import {
  NetworkSecurityGroup,
  type NetworkSecurityGroupArgs,
} from "@pulumi/azure-native/network/networkSecurityGroup.js";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress.js";
import { Subnet } from "@pulumi/azure-native/network/subnet.js";
import { VirtualNetwork, type VirtualNetworkArgs } from "@pulumi/azure-native/network/virtualNetwork.js";
import {
  all,
  interpolate,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { Network, NetworkSpec } from "../../../cloud.ts";
import { functionsBlock, gatewayBlock } from "../../../kit/network/addresses.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import type { Identities } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { createFlowLog, type FlowLogTransforms } from "./flow-logs.ts";
import { decideSecurityRules, runnerRules, type PeerBlocks, type Visitors } from "./network-rules.ts";

/** What a caller may change on the children below. */
export interface AzureNetworkTransforms extends FlowLogTransforms {
  readonly virtualNetwork?: Transform<VirtualNetworkArgs>;
  readonly nat?: Transform<NatGatewayArgs>;
  readonly securityGroup?: Transform<NetworkSecurityGroupArgs>;
}

/** What a network is made from. */
export interface AzureNetworkArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly spec: NetworkSpec;
  readonly settings: AzureSettings;
  readonly visitors: Visitors;
  /** Whether there is to be a place for runners, since the API server is reached from inside only. */
  readonly runners: boolean;
  readonly transforms?: AzureNetworkTransforms | undefined;
}

/** Names of the subnets, by which they are found in any network of ours. An adopted one has `apiServer` and `data` too. */
const subnetNames = {
  nodes: "nodes",
  apiServer: "api-server",
  data: "data",
  runners: "runners",
  functions: "functions",
  /** Azure looks for a VPN gateway's subnet by this name. */
  gateway: "GatewaySubnet",
} as const;

/** Id of the subnet where AKS puts the API server. */
export function apiServerSubnet({ id }: Pick<Network, "id">): Output<string> {
  return interpolate`${id}/subnets/${subnetNames.apiServer}`;
}

/** Id of the subnet where managed services have their addresses. */
export function dataSubnet({ id }: Pick<Network, "id">): Output<string> {
  return interpolate`${id}/subnets/${subnetNames.data}`;
}

/** Id of the subnet where functions run, of a network that was made for them or is adopted. */
export function functionsSubnet({ id }: Pick<Network, "id">): Output<string> {
  return interpolate`${id}/subnets/${subnetNames.functions}`;
}

/** Id of the subnet where a VPN gateway stands. */
export function gatewaySubnet({ id }: Pick<Network, "id">): Output<string> {
  return interpolate`${id}/subnets/${subnetNames.gateway}`;
}

/** Name of a network that was made here. Throws for another, a mistake of ours: nothing is made in what is adopted. */
export function virtualNetworkName(network: Network): Output<string> {
  if (network instanceof AzureNetwork) return network.virtualNetworkName;
  throw new Error("the network wasn't made here, so that nothing can be joined to it");
}

/** A virtual network with subnets for nodes, the API server, managed services and runners, and a NAT gateway as their way out. */
export class AzureNetwork extends Component implements Network {
  static readonly type = "landbridge:azure:Network";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly ready: Output<string>;
  /** The physical name, by which what is part of it is made. */
  readonly virtualNetworkName: Output<string>;

  constructor(name: string, args: AzureNetworkArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, settings, visitors, transforms } = args;
    super(AzureNetwork.type, name, { addresses: spec.addresses }, opts);
    const child = (role: string): string => autoNamed(`${name}-${role}`, nameLimits.networkPart);
    const common = {
      resourceGroupName: group.name(opts),
      location: settings.regions.primary,
      tags: tagsOf(spec.tags),
    };
    // An address for StandardV2 gateways, which take no other. Over all zones by itself.
    const outside = new PublicIPAddress(
      child("nat-ip"),
      { ...common, sku: { name: "StandardV2", tier: "Regional" }, publicIPAllocationMethod: "Static" },
      { parent: this },
    );
    const nat = new NatGateway(child("nat"), transformed(transforms?.nat, { ...common, ...natArgs(outside.id) }), {
      parent: this,
    });
    const rules = new NetworkSecurityGroup(
      child("nodes"),
      transformed(transforms?.securityGroup, {
        ...common,
        securityRules: decideSecurityRules(spec.addresses, visitors, peerBlocks(spec), spec.doors),
      }),
      { parent: this },
    );
    const runners = args.runners ? createRunnerRules(child("runners"), common, this) : undefined;
    const virtualNetwork = new VirtualNetwork(
      autoNamed(`${name}-vnet`, nameLimits.network),
      transformed(transforms?.virtualNetwork, {
        ...common,
        ...virtualNetworkArgs(spec, { nat: nat.id, rules: rules.id, runners }),
      }),
      { parent: this, protect: spec.protect },
    );
    const logged = {
      target: virtualNetwork,
      writer: identities.of("flows", opts),
      keyUser: identities.of("nodes", opts),
    };
    // Nobody waits for it: on a first day it may have to be tried again.
    createFlowLog(name, { ...logged, group: common.resourceGroupName, spec, settings, transforms }, this);

    this.id = virtualNetwork.id;
    this.reference = virtualNetwork.id;
    this.nodeSubnets = virtualNetwork.id.apply((id) => [`${id}/subnets/${subnetNames.nodes}`]);
    this.ready = virtualNetwork.id;
    this.virtualNetworkName = virtualNetwork.name;
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/** A network that exists already. It is read, so that a wrong identifier fails at the preview, and never changed. */
export class AzureAdoptedNetwork extends Component implements Network {
  static readonly type = "landbridge:azure:AdoptedNetwork";
  readonly id: Output<string>;
  readonly reference: Output<string>;
  readonly nodeSubnets: Output<string[]>;
  readonly ready: Output<string>;

  constructor(
    name: string,
    { adopt }: { readonly adopt: NonNullable<NetworkSpec["adopt"]> },
    opts: ComponentResourceOptions,
  ) {
    super(AzureAdoptedNetwork.type, name, { adopt }, opts);
    const virtualNetwork = VirtualNetwork.get(`${name}-vnet`, adopt.network, { parent: this });
    const subnets = adopt.subnets.map((id, index) => Subnet.get(`${name}-nodes-${index}`, id, { parent: this }));
    this.id = virtualNetwork.id;
    this.reference = virtualNetwork.id;
    this.nodeSubnets = all(subnets.map(({ id }) => id));
    this.ready = afterAll(
      virtualNetwork.id,
      subnets.map(({ urn }) => urn),
    );
    this.registerOutputs({ id: this.id, nodeSubnets: this.nodeSubnets, ready: this.ready });
  }
}

/**
 * StandardV2 stands in all zones of the region at once, at the price of Standard, which would stand in one: so there is
 * nothing to choose between one gateway and one for each zone. Microsoft names API 2024-03-01 as the first that takes it;
 * the SDK's is later, though its list of names is not. https://learn.microsoft.com/azure/nat-gateway/nat-sku
 */
function natArgs(address: Input<string>): Omit<NatGatewayArgs, "resourceGroupName"> {
  return { sku: { name: "StandardV2" }, publicIpAddresses: [{ id: address }], idleTimeoutInMinutes: 4 };
}

/** Ids of what subnets are made with. */
interface SubnetParts {
  readonly nat: Input<string>;
  readonly rules: Input<string>;
  /** The rules of the runners' subnet, where there is one. */
  readonly runners: Input<string> | undefined;
}

/** Where peers call from, and the stores' subnet; nothing where there are none. */
function peerBlocks({ addresses: { dataByZone }, peers }: NetworkSpec): PeerBlocks | undefined {
  const [data] = dataByZone;
  return peers.length === 0 || data === undefined ? undefined : { peers, data };
}

function createRunnerRules(
  name: string,
  common: Pick<NetworkSecurityGroupArgs, "location" | "tags"> & { readonly resourceGroupName: Output<string> },
  parent: Resource,
): Output<string> {
  return new NetworkSecurityGroup(name, { ...common, securityRules: [...runnerRules] }, { parent }).id;
}

/**
 * Pods and Services have blocks of their own outside of the network: in an overlay nothing but the cluster knows them, and
 * AKS refuses a Service block that overlaps a subnet. Subnets are part of their network, so that no two are changed at the
 * same time, which Azure refuses.
 */
function virtualNetworkArgs(
  { addresses }: NetworkSpec,
  { nat, rules, runners }: SubnetParts,
): Omit<VirtualNetworkArgs, "resourceGroupName"> {
  const { nodes, edgeByZone, dataByZone, controlPlane } = addresses;
  const gateway = gatewayBlock(addresses.whole);
  const functions = functionsBlock(addresses.whole);
  return {
    addressSpace: { addressPrefixes: [nodes, ...edgeByZone, ...dataByZone, controlPlane, functions, gateway] },
    subnets: [
      {
        name: subnetNames.nodes,
        addressPrefix: nodes,
        natGateway: { id: nat },
        networkSecurityGroup: { id: rules },
        // Can't be changed later. https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
        defaultOutboundAccess: false,
      },
      {
        name: subnetNames.apiServer,
        // A /28 is the least. AKS alone puts addresses here, and keeps them; it asks for no rules and no way out.
        // https://learn.microsoft.com/azure/aks/api-server-vnet-integration
        addressPrefix: controlPlane,
        delegations: [{ name: "aks", serviceName: "Microsoft.ContainerService/managedClusters" }],
      },
      {
        name: subnetNames.data,
        // One subnet spans the zones, so the first block is enough.
        addressPrefix: dataByZone[0],
        networkSecurityGroup: { id: rules },
        // Without it the rules wouldn't be asked about private endpoints.
        privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
        defaultOutboundAccess: false,
      },
      ...runnerSubnet(edgeByZone[0], nat, runners),
      {
        name: subnetNames.functions,
        // Container Apps alone puts addresses here. There without functions too, as the gateway's. Its way out is Container
        // Apps' own: a gateway of StandardV2 isn't attached to a subnet that is delegated to it, nor is one made private.
        // https://learn.microsoft.com/azure/container-apps/custom-virtual-networks
        // https://learn.microsoft.com/azure/nat-gateway/nat-overview#key-limitations-of-standardv2
        // https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
        addressPrefix: functions,
        delegations: [{ name: "functions", serviceName: "Microsoft.App/environments" }],
        networkSecurityGroup: { id: rules },
      },
      // There without a VPN gateway too: a subnet is taken away before what stands in it, which Azure refuses. It takes
      // neither rules nor a NAT gateway. https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub
      { name: subnetNames.gateway, addressPrefix: gateway },
    ],
  };
}

function runnerSubnet(addressPrefix: string | undefined, nat: Input<string>, rules: Input<string> | undefined) {
  if (rules === undefined || addressPrefix === undefined) return [];
  return [
    {
      name: subnetNames.runners,
      // Load balancers have no addresses of their own here, so this block is free.
      addressPrefix,
      natGateway: { id: nat },
      networkSecurityGroup: { id: rules },
      defaultOutboundAccess: false,
    },
  ];
}
