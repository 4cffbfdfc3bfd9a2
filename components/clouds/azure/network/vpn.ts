import { LocalNetworkGateway } from "@pulumi/azure-native/network/localNetworkGateway.js";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress.js";
import {
  VirtualNetworkGateway,
  type VirtualNetworkGatewayArgs,
} from "@pulumi/azure-native/network/virtualNetworkGateway.js";
import {
  VirtualNetworkGatewayConnection,
  type VirtualNetworkGatewayConnectionArgs,
} from "@pulumi/azure-native/network/virtualNetworkGatewayConnection.js";
import type { network } from "@pulumi/azure-native/types/input.js";
import { all, interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Vpn, VpnPeer, VpnSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { decideTunnels, peerSlug, tunnelKey, type Tunnel } from "../../../kit/network/peers.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { nameLimits } from "../names.ts";
import { zones } from "../regions.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { gatewaySubnet } from "./network.ts";

/** What a caller may change on the children below. */
export interface AzureVpnTransforms {
  readonly gateway?: Transform<VirtualNetworkGatewayArgs>;
  readonly connection?: Transform<VirtualNetworkGatewayConnectionArgs>;
}

/** What a gateway with tunnels is made from. */
export interface AzureVpnArgs {
  readonly group: ResourceGroup;
  readonly spec: VpnSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureVpnTransforms | undefined;
}

/**
 * AES-256-GCM, SHA-384 and the elliptic curve P-384 alone, as at the other end. Its own keys last eight hours, which can't
 * be changed. https://learn.microsoft.com/azure/vpn-gateway/ipsec-ike-policy-howto
 */
const ipsecPolicy: network.IpsecPolicyArgs = {
  ikeEncryption: "GCMAES256",
  ikeIntegrity: "SHA384",
  dhGroup: "ECP384",
  ipsecEncryption: "GCMAES256",
  ipsecIntegrity: "GCMAES256",
  pfsGroup: "ECP384",
  saLifeTimeSeconds: 3600,
  saDataSizeKilobytes: 102_400_000,
};

/** The gateway's two instances, by which its configurations and its addresses are named. */
const instances = ["first", "second"] as const;

/**
 * A VPN gateway of two instances in all zones, both at work, each with an address and with one inside of each of its
 * tunnels. A connection for each address of a peer is made once those are known.
 * https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp
 */
export class AzureVpn extends Component implements Vpn {
  static readonly type = "landbridge:azure:Vpn";
  readonly addresses: Readonly<Record<string, Output<string[]>>>;

  constructor(name: string, args: AzureVpnArgs, opts: ComponentResourceOptions) {
    const { group, spec, settings, transforms } = args;
    const { environment, asn, peers, tags } = spec;
    super(AzureVpn.type, name, { environment, asn, peers: peers.map((peer) => peer.name) }, opts);
    const resourceGroupName = group.name(opts);
    const common = { resourceGroupName, location: settings.regions.primary, tags: tagsOf(tags) };
    const outside = instances.map((instance) => createAddress(`${name}-${instance}`, common, this));

    // Fixed: ids of its own configurations, which hold its name, are among its arguments. Free as soon as it is deleted.
    const gatewayName = boundedName(`${name}-gateway`, nameLimits.networkPart);
    const gatewayId = interpolate`/subscriptions/${settings.subscription}/resourceGroups/${resourceGroupName}/providers/Microsoft.Network/virtualNetworkGateways/${gatewayName}`;
    const configurations = instances.map((instance) => interpolate`${gatewayId}/ipConfigurations/${instance}`);
    const links = peers.map((peer) => ({
      peer,
      tunnels: decideTunnels(environment, peer.name, peer, "of-the-gateway"),
    }));
    const gateway = new VirtualNetworkGateway(
      `${name}-gateway`,
      transformed(transforms?.gateway, {
        ...common,
        virtualNetworkGatewayName: gatewayName,
        ...gatewayArgs(spec, outside),
        bgpSettings: bgpSettings(
          asn,
          configurations,
          links.flatMap(({ tunnels }) => tunnels),
        ),
      }),
      // Azure takes 45 minutes or more to make one. https://learn.microsoft.com/azure/vpn-gateway/tutorial-create-gateway-portal
      { parent: this, customTimeouts: { create: "2h", update: "2h", delete: "2h" } },
    );
    for (const { peer, tunnels } of links)
      for (const tunnel of tunnels)
        createConnection(
          `${name}-${peerSlug(peer.name)}-${tunnel.index}`,
          { peer, tunnel, tunnels, spec, common, gateway, configurations, transforms },
          this,
        );

    // Azure gives them with the resource, since they are static; of use once the gateway is there.
    const own = all(
      outside.map(({ ipAddress }) =>
        afterAll(
          ipAddress.apply((given) => given ?? ""),
          [gateway.urn],
        ),
      ),
    );
    this.addresses = Object.fromEntries(peers.map((peer) => [peer.name, own]));
    this.registerOutputs({ addresses: all(this.addresses) });
  }
}

type Common = Pick<VirtualNetworkGatewayArgs, "location" | "tags"> & { readonly resourceGroupName: Output<string> };

function createAddress(name: string, common: Common, parent: Component): PublicIPAddress {
  return new PublicIPAddress(
    autoNamed(name, nameLimits.networkPart),
    {
      ...common,
      sku: { name: "Standard", tier: "Regional" },
      zones: [...zones],
      publicIPAllocationMethod: "Static",
      publicIPAddressVersion: "IPv4",
    },
    { parent },
  );
}

/**
 * The smallest that stands in several zones: 650 Mbit/s and 30 tunnels.
 * https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus
 */
function gatewayArgs({ network }: VpnSpec, outside: readonly PublicIPAddress[]) {
  const subnet = { id: afterAll(gatewaySubnet(network), [network.ready]) };
  return {
    gatewayType: "Vpn",
    vpnType: "RouteBased",
    vpnGatewayGeneration: "Generation1",
    sku: { name: "VpnGw1AZ", tier: "VpnGw1AZ" },
    activeActive: true,
    enableBgp: true,
    ipConfigurations: instances.map((name, index) => ({
      name,
      privateIPAllocationMethod: "Dynamic",
      subnet,
      ...addressOf(outside[index]),
    })),
  } satisfies Partial<VirtualNetworkGatewayArgs>;
}

function addressOf(address: PublicIPAddress | undefined) {
  return address === undefined ? {} : { publicIPAddress: { id: address.id } };
}

/** Each instance's addresses inside of its tunnels, which Azure wants to know before connections use them. */
function bgpSettings(
  asn: number,
  configurations: readonly Output<string>[],
  tunnels: readonly Tunnel[],
): network.BgpSettingsArgs {
  if (tunnels.length === 0) return { asn };
  return {
    asn,
    bgpPeeringAddresses: configurations.map((ipconfigurationId, side) => ({
      ipconfigurationId,
      customBgpIpAddresses: tunnels.filter((tunnel) => tunnel.side === side).map(({ ownAddress }) => ownAddress),
    })),
  };
}

/** What a connection is made from. */
interface ConnectionParts {
  readonly peer: VpnPeer;
  readonly tunnel: Tunnel;
  /** All of the peer's. */
  readonly tunnels: readonly Tunnel[];
  readonly spec: VpnSpec;
  readonly common: Common;
  readonly gateway: VirtualNetworkGateway;
  readonly configurations: readonly Output<string>[];
  readonly transforms: AzureVpnTransforms | undefined;
}

function createConnection(child: string, parts: ConnectionParts, parent: Component): void {
  const { peer, tunnel, tunnels, spec, common, gateway, configurations, transforms } = parts;
  const name = autoNamed(child, nameLimits.networkPart);
  const theirs = new LocalNetworkGateway(
    name,
    {
      ...common,
      gatewayIpAddress: tunnel.gateway,
      // No blocks: the ways to them are learned.
      bgpSettings: { asn: peer.asn, bgpPeeringAddress: tunnel.peerAddress },
    },
    { parent },
  );
  new VirtualNetworkGatewayConnection(
    name,
    transformed(transforms?.connection, {
      ...common,
      connectionType: "IPsec",
      connectionProtocol: "IKEv2",
      enableBgp: true,
      virtualNetworkGateway1: { id: gateway.id },
      localNetworkGateway2: { id: theirs.id },
      gatewayCustomBgpIpAddresses: configurations.map((ipConfigurationId, side) => ({
        ipConfigurationId,
        customBgpIpAddress: addressAt(side, tunnel, tunnels),
      })),
      sharedKey: peer.sharedSecret.apply((secret) => tunnelKey(secret, spec.environment, peer.name, tunnel.index)),
      ipsecPolicies: [ipsecPolicy],
    }),
    { parent },
  );
}

/**
 * Azure asks for an address of both instances, though only one of them has an end at the other cloud: of the other it is
 * the one in its own tunnel of the same rank. https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp
 */
function addressAt(side: number, tunnel: Tunnel, tunnels: readonly Tunnel[]): string {
  if (tunnel.side === side) return tunnel.ownAddress;
  const counterpart = tunnels[(tunnel.index + tunnels.length / 2) % tunnels.length];
  if (counterpart === undefined) throw new Error(`tunnel ${tunnel.index} has no counterpart`);
  return counterpart.ownAddress;
}
