import { createHash, createHmac } from "node:crypto";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { PeeringPeerWish, PeersWish, VpnPeerWish } from "../../../environments/schema/peers.ts";
import { cutTo, nthAddress } from "./addresses.ts";
import { boundedName } from "../names.ts";

/**
 * Whose address a tunnel ends at: the gateway's own, of which there are two, or one that is given to each tunnel. Who gives
 * them to tunnels does so for each address of the other end, twice.
 */
export type EndAddresses = "of-the-gateway" | "of-each-tunnel";

/** One tunnel between two environments, as one of them sees it. */
export interface Tunnel {
  /** The same on both ends: 0 to 3, or 0 and 1 between two gateways with addresses of their own. */
  readonly index: number;
  /** Which of our gateway's two sides it begins at; where each tunnel has an address, which of the peer's two it is for. */
  readonly side: 0 | 1;
  /** Where it ends: an address of the peer's and its place among them, or the peer's gateway and which of its sides. */
  readonly gateway: string;
  readonly gatewayIndex: number;
  /** Block of four addresses inside of it, and the two that are in use. */
  readonly block: string;
  readonly ownAddress: string;
  readonly peerAddress: string;
}

/** What a peer's tunnels are decided from. */
export type TunnelWish = Pick<VpnPeerWish, "gateways" | "gateway" | "inside">;

// Private numbers of 32 bits: all three clouds take them, and of 95 million two environments hardly share one.
// https://www.rfc-editor.org/rfc/rfc6996#section-5
const firstAsn = 4_200_000_000;
const lastAsn = 4_294_967_294;

/** Number by which an environment's routers know each other (BGP ASN). Follows from its name. */
export function decideAsn(environment: string): number {
  return firstAsn + (digest(`asn ${environment}`) % (lastAsn - firstAsn + 1));
}

/**
 * Blocks that tunnels' own addresses are cut from: of the link-local ones these alone are free in Azure; AWS and Google
 * keep others of 169.254.0.0/16. https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp
 */
export const insideWholes = ["169.254.21.0/24", "169.254.22.0/24"] as const;

/** Each a pair's, with room for four tunnels. */
const insideBlocks: readonly string[] = insideWholes.flatMap((whole) => cutTo(whole, 28));

/** The block of a pair's tunnels: as wished, or one of 32 that follows from both names. */
export function decideInside(environment: string, peer: string, { inside }: Pick<TunnelWish, "inside">): string {
  const block = inside ?? insideBlocks[digest(`inside ${pairOf(environment, peer)}`) % insideBlocks.length];
  if (block === undefined) throw new Error("there is no block for tunnels");
  return block;
}

/** A block for a pair's tunnels that isn't among those taken. There are 32; with all taken it is the first. */
export function freeInside(taken: readonly string[]): string {
  return insideBlocks.find((block) => !taken.includes(block)) ?? insideBlocks[0] ?? "";
}

/** Why a block can't hold a pair's tunnels, or undefined. */
export function insideProblem(block: string): string | undefined {
  return insideBlocks.includes(block) ? undefined : `isn't a /28 of ${insideWholes.join(" or ")}`;
}

/**
 * The tunnels to a peer, none before its addresses are known. Two between gateways with addresses of their own, one for
 * each pair of sides; four where one end gives addresses to tunnels, two for each address of the other. The end that gives
 * them has the first address inside of each, as AWS insists; otherwise the environment whose name comes first.
 * https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies
 */
export function decideTunnels(environment: string, peer: string, wish: TunnelWish, own: EndAddresses): Tunnel[] {
  const gateways = wish.gateway === undefined ? (wish.gateways ?? []) : [wish.gateway, wish.gateway];
  const [first, second] = cutTo(decideInside(environment, peer, wish), 29).map((half) => cutTo(half, 30));
  const blocks = [...(first ?? []), ...(second ?? [])];
  const oursPerTunnel = own === "of-each-tunnel";
  const weAreFirst = oursPerTunnel || (gateways.length === 2 && environment < peer);
  const ends = oursPerTunnel ? gateways.flatMap((gateway) => [gateway, gateway]) : gateways;
  return ends.map((gateway, index) => {
    const block = blocks[index];
    if (block === undefined) throw new Error(`there is no block for tunnel ${index}`);
    const addresses = [nthAddress(block, 1), nthAddress(block, 2)] as const;
    const [ownAddress, peerAddress] = weAreFirst ? addresses : [addresses[1], addresses[0]];
    const side = (ends.length === 4 ? index >> 1 : index) === 0 ? 0 : 1;
    const gatewayIndex = oursPerTunnel ? gateways.indexOf(gateway) : index;
    return { index, side, gateway, gatewayIndex, block, ownAddress, peerAddress };
  });
}

/**
 * The key of one tunnel, from the secret that both ends share: the same on both, another for each tunnel. 63 letters and
 * digits, the first a letter, which every cloud takes.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export function tunnelKey(secret: string, environment: string, peer: string, index: number): string {
  const made = createHmac("sha256", secret).update(`landbridge tunnel ${index} ${pairOf(environment, peer)}`);
  return `k${made.digest("hex").slice(0, 62)}`;
}

/**
 * A peer's name as part of resources' names: 15 characters at most, which leaves room for the longest environment's in
 * names of 63. https://cloud.google.com/compute/docs/naming-resources
 */
export function peerSlug(peer: string): string {
  return boundedName(peer, 15);
}

/** The peers that are reached through tunnels, with their names, sorted by them. */
export function vpnPeers(peers: PeersWish): (readonly [name: string, wish: VpnPeerWish])[] {
  return Object.entries(peers)
    .flatMap(([name, wish]) => (wish.kind === "vpn" ? [[name, wish] as const] : []))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The peers on the same cloud, with their names, sorted by them. */
export function peeringPeers(peers: PeersWish): (readonly [name: string, wish: PeeringPeerWish])[] {
  return Object.entries(peers)
    .flatMap(([name, wish]) => (wish.kind === "peering" ? [[name, wish] as const] : []))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Where one of two environments asks for a way between their networks and the other accepts it: whether it is this one. The
 * one whose name comes first asks.
 */
export function asksForPeering(environment: string, peer: string): boolean {
  return environment < peer;
}

/** Blocks of the environments that may call managed stores, sorted. */
export function decidePeerBlocks({ network }: { readonly network: Pick<Environment["network"], "peers"> }): string[] {
  return Object.values(network.peers)
    .map(({ cidr }) => cidr)
    .sort();
}

/** Fewest characters of a secret that two environments share. */
export const sharedSecretLength = 32;

/** Names of the secrets that peers share with the environment, sorted, each once. */
export function peerSecretNames({ network }: Pick<Environment, "network">): string[] {
  return [...new Set(vpnPeers(network.peers).map(([, { sharedSecret }]) => sharedSecret.secret))].sort();
}

function pairOf(environment: string, peer: string): string {
  return [environment, peer].sort().join(" ");
}

/** 32 bits of a text's hash. */
function digest(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
