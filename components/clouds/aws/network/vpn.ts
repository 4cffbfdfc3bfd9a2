import { CustomerGateway } from "@pulumi/aws/ec2/customerGateway.js";
import { VpnConnection, type VpnConnectionArgs } from "@pulumi/aws/ec2/vpnConnection.js";
import { VpnGateway, type VpnGatewayArgs } from "@pulumi/aws/ec2/vpnGateway.js";
import { VpnGatewayRoutePropagation } from "@pulumi/aws/ec2/vpnGatewayRoutePropagation.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Vpn, VpnPeer, VpnSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { decideTunnels, peerSlug, tunnelKey, type Tunnel } from "../../../kit/network/peers.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { tagsOf } from "../tags.ts";
import { partsOf } from "./network.ts";
import { firstTunnel, secondTunnel, type KeyedTunnel } from "./vpn-options.ts";

/** What a caller may change on the children below. */
export interface AwsVpnTransforms {
  readonly gateway?: Transform<VpnGatewayArgs>;
  readonly connection?: Transform<VpnConnectionArgs>;
}

/** What a gateway with tunnels is made from. */
export interface AwsVpnArgs {
  readonly spec: VpnSpec;
  readonly transforms?: AwsVpnTransforms | undefined;
}

/**
 * A virtual private gateway, whose routes to peers reach nodes, pods and managed servers. For each address of a peer there
 * is a connection of two tunnels, and AWS gives each an address: so a peer's addresses come first.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html
 */
export class AwsVpn extends Component implements Vpn {
  static readonly type = "landbridge:aws:Vpn";
  readonly addresses: Readonly<Record<string, Output<string[]>>>;

  constructor(name: string, { spec, transforms }: AwsVpnArgs, opts: ComponentResourceOptions) {
    const { environment, asn, peers, tags } = spec;
    super(AwsVpn.type, name, { environment, asn, peers: peers.map((peer) => peer.name) }, opts);
    const child = `${name}-gateway`;
    const gateway = new VpnGateway(
      child,
      transformed(transforms?.gateway, {
        vpcId: spec.network.id,
        amazonSideAsn: String(asn),
        tags: tagsOf(tags, child),
      }),
      { parent: this },
    );
    for (const [role, routeTableId] of Object.entries(partsOf(spec.network).routeTables))
      new VpnGatewayRoutePropagation(`${name}-${role}`, { vpnGatewayId: gateway.id, routeTableId }, { parent: this });
    this.addresses = Object.fromEntries(
      peers.map((peer) => [peer.name, createConnections(name, peer, { spec, gateway, transforms }, this)]),
    );
    this.registerOutputs({ addresses: all(this.addresses) });
  }
}

/** What the connections of all peers are made with. */
interface ConnectionParts {
  readonly spec: VpnSpec;
  readonly gateway: VpnGateway;
  readonly transforms: AwsVpnTransforms | undefined;
}

/** Makes the connections to a peer, and gives the addresses of their tunnels in order. */
function createConnections(name: string, peer: VpnPeer, parts: ConnectionParts, parent: Component): Output<string[]> {
  const { spec, gateway, transforms } = parts;
  const tunnels = decideTunnels(spec.environment, peer.name, peer, "of-each-tunnel");
  const addresses = ([0, 1] as const).flatMap((side) => {
    const [first, second] = tunnels.filter((tunnel) => tunnel.side === side);
    if (first === undefined || second === undefined) return [];
    const child = `${name}-${peerSlug(peer.name)}-${side}`;
    const tags = tagsOf(spec.tags, child);
    const theirs = new CustomerGateway(
      child,
      { type: "ipsec.1", ipAddress: first.gateway, ...asnOf(peer), deviceName: peer.name, tags },
      { parent },
    );
    const connection = new VpnConnection(
      child,
      transformed(transforms?.connection, {
        type: "ipsec.1",
        vpnGatewayId: gateway.id,
        customerGatewayId: theirs.id,
        staticRoutesOnly: false,
        ...firstTunnel(keyed(first, peer, spec)),
        ...secondTunnel(keyed(second, peer, spec)),
        tags,
      }),
      { parent },
    );
    return [connection.tunnel1Address, connection.tunnel2Address];
  });
  return all(addresses);
}

/** AWS has two fields for numbers of 32 bits, cut in the middle. */
function asnOf({ asn }: VpnPeer): { bgpAsn: string } | { bgpAsnExtended: string } {
  return asn < 2 ** 31 ? { bgpAsn: String(asn) } : { bgpAsnExtended: String(asn) };
}

function keyed(tunnel: Tunnel, peer: VpnPeer, { environment }: VpnSpec): KeyedTunnel {
  const { index } = tunnel;
  return { tunnel, key: peer.sharedSecret.apply((secret) => tunnelKey(secret, environment, peer.name, index)) };
}
