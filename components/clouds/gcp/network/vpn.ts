import { ExternalVpnGateway } from "@pulumi/gcp/compute/externalVpnGateway.js";
import { HaVpnGateway } from "@pulumi/gcp/compute/haVpnGateway.js";
import { NetworkPeeringRoutesConfig } from "@pulumi/gcp/compute/networkPeeringRoutesConfig.js";
import { Router, type RouterArgs } from "@pulumi/gcp/compute/router.js";
import { RouterInterface } from "@pulumi/gcp/compute/routerInterface.js";
import { RouterPeer, type RouterPeerArgs } from "@pulumi/gcp/compute/routerPeer.js";
import { VPNTunnel, type VPNTunnelArgs } from "@pulumi/gcp/compute/vpntunnel.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Vpn, VpnPeer, VpnSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed } from "../../../kit/names.ts";
import { decideTunnels, peerSlug, tunnelKey, type Tunnel } from "../../../kit/network/peers.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import type { GcpSettings } from "../settings.ts";
import { labelsOf } from "../tags.ts";
import { joinedParts, type JoinedParts } from "./network.ts";

/** What a caller may change on the children below. */
export interface GcpVpnTransforms {
  readonly router?: Transform<RouterArgs>;
  readonly tunnel?: Transform<VPNTunnelArgs>;
  readonly session?: Transform<RouterPeerArgs>;
}

/** What a gateway with tunnels is made from. */
export interface GcpVpnArgs {
  readonly spec: VpnSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpVpnTransforms | undefined;
}

/**
 * AES-256-GCM, SHA-384 and the elliptic curve P-384 alone, as at the other end. The integrity of a cipher that brings its
 * own isn't named. https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers
 */
export const cipherSuite = {
  phase1: { encryptions: ["AES-GCM-16-256"], prves: ["PRF-HMAC-SHA2-384"], dhs: ["Group-20"] },
  phase2: { encryptions: ["AES-GCM-16-256"], pfs: ["Group-20"] },
};

/**
 * An HA VPN gateway with two addresses, and a router that tells peers by BGP what lives here. Tunnels are made once a
 * peer's addresses are known: two, or four to one that gives an address to each.
 * https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies
 */
export class GcpVpn extends Component implements Vpn {
  static readonly type = "landbridge:gcp:Vpn";
  readonly addresses: Readonly<Record<string, Output<string[]>>>;
  readonly gateway: Output<string>;

  constructor(name: string, { spec, settings, transforms }: GcpVpnArgs, opts: ComponentResourceOptions) {
    const { environment, asn, peers, tags } = spec;
    super(GcpVpn.type, name, { environment, asn, peers: peers.map((peer) => peer.name) }, opts);
    const network = joinedParts(spec.network);
    const region = settings.regions.primary;
    const child = (role: string): string => autoNamed(`${name}-${role}`, nameLimits.compute);

    const gateway = new HaVpnGateway(
      child("gateway"),
      { network: network.id, region, stackType: "IPV4_ONLY", labels: labelsOf(tags) },
      { parent: this },
    );
    const router = new Router(child("router"), transformed(transforms?.router, routerArgs(network, region, asn)), {
      parent: this,
    });
    if (network.peering !== undefined) passRoutesOn(child("services"), network, network.peering, this);
    for (const peer of peers) createTunnels(name, peer, { spec, region, gateway, router, transforms }, this);

    const own = gateway.vpnInterfaces.apply((sides) => sides.map(({ ipAddress }) => ipAddress));
    this.addresses = Object.fromEntries(peers.map((peer) => [peer.name, own]));
    this.gateway = gateway.id;
    this.registerOutputs({ addresses: all(this.addresses), gateway: this.gateway });
  }
}

/** Tells peers of these blocks and no others: the Services' are the cluster's own. */
function routerArgs({ id, blocks }: JoinedParts, region: string, asn: number): RouterArgs {
  return {
    network: id,
    region,
    bgp: { asn, advertiseMode: "CUSTOM", advertisedIpRanges: blocks.map((range) => ({ range })) },
  };
}

/**
 * Managed services live in a network of Google's own, which learns the ways to peers only when ours passes them on.
 * https://cloud.google.com/sql/docs/postgres/configure-private-services-access#transitive-peering
 */
function passRoutesOn(name: string, { name: network }: JoinedParts, peering: Output<string>, parent: Component): void {
  new NetworkPeeringRoutesConfig(
    name,
    { network, peering, exportCustomRoutes: true, importCustomRoutes: false },
    { parent },
  );
}

/** What the tunnels of all peers are made with. */
interface TunnelParts {
  readonly spec: VpnSpec;
  readonly region: string;
  readonly gateway: HaVpnGateway;
  readonly router: Router;
  readonly transforms: GcpVpnTransforms | undefined;
}

function createTunnels(name: string, peer: VpnPeer, parts: TunnelParts, parent: Component): void {
  const tunnels = decideTunnels(parts.spec.environment, peer.name, peer, "of-the-gateway");
  const [first] = tunnels;
  if (first === undefined) return;
  const prefix = `${name}-${peerSlug(peer.name)}`;
  const theirs = peer.gateway === undefined ? createTheirs(prefix, tunnels, parts, parent) : undefined;
  for (const tunnel of tunnels) createTunnel(`${prefix}-${tunnel.index}`, { tunnel, peer, theirs, ...parts }, parent);
}

/** The peer's gateway on another cloud. Its interfaces can't be changed: another set of addresses is another gateway. */
function createTheirs(prefix: string, tunnels: readonly Tunnel[], { spec, gateway }: TunnelParts, parent: Component) {
  return new ExternalVpnGateway(
    autoNamed(prefix, nameLimits.compute),
    {
      redundancyType: tunnels.length === 4 ? "FOUR_IPS_REDUNDANCY" : "TWO_IPS_REDUNDANCY",
      interfaces: tunnels.map(({ gateway: ipAddress, gatewayIndex }) => ({ id: gatewayIndex, ipAddress })),
      labels: labelsOf(spec.tags),
    },
    // It is in no network, and so nothing else would have it wait for Compute Engine's API.
    { parent, dependsOn: [gateway] },
  );
}

/**
 * Where a tunnel ends. Of Google's own gateways it takes the name and no address, and ends at the side that it begins at.
 * https://cloud.google.com/network-connectivity/docs/vpn/how-to/creating-ha-vpn2
 */
function endOf({ gateway, gatewayIndex }: Tunnel, theirs: ExternalVpnGateway | undefined) {
  return theirs === undefined
    ? { peerGcpGateway: gateway }
    : { peerExternalGateway: theirs.id, peerExternalGatewayInterface: gatewayIndex };
}

function createTunnel(
  child: string,
  args: TunnelParts & {
    readonly tunnel: Tunnel;
    readonly peer: VpnPeer;
    readonly theirs: ExternalVpnGateway | undefined;
  },
  parent: Component,
): void {
  const { tunnel, peer, theirs, spec, region, gateway, router, transforms } = args;
  const name = autoNamed(child, nameLimits.compute);
  // A gateway takes no second tunnel between the same two sides, nor a router a second end with the same address.
  const opts = { parent, deleteBeforeReplace: true };
  const made = new VPNTunnel(
    name,
    transformed(transforms?.tunnel, {
      region,
      vpnGateway: gateway.id,
      vpnGatewayInterface: tunnel.side,
      ...endOf(tunnel, theirs),
      router: router.id,
      ikeVersion: 2,
      cipherSuite,
      sharedSecret: peer.sharedSecret.apply((secret) => tunnelKey(secret, spec.environment, peer.name, tunnel.index)),
      labels: labelsOf(spec.tags),
    }),
    opts,
  );
  const end = new RouterInterface(
    name,
    { region, router: router.name, ipRange: `${tunnel.ownAddress}/30`, vpnTunnel: made.name },
    opts,
  );
  new RouterPeer(
    name,
    transformed(transforms?.session, {
      region,
      router: router.name,
      interface: end.name,
      ipAddress: tunnel.ownAddress,
      peerIpAddress: tunnel.peerAddress,
      peerAsn: peer.asn,
      advertisedRoutePriority: 100,
    }),
    opts,
  );
}
