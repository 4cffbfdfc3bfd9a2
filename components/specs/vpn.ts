import type { Output } from "@pulumi/pulumi";
import type { VpnPeerWish } from "../../environments/schema/peers.ts";
import type { Tags } from "../kit/tags.ts";
import type { Network } from "./network.ts";

/** An environment on another cloud whose network is joined with ours. */
export interface VpnPeer extends Pick<VpnPeerWish, "gateways" | "gateway" | "inside"> {
  /** The other environment's name. */
  readonly name: string;
  /** Number by which its routers are known. */
  readonly asn: number;
  /** From which the tunnels' keys are made; a secret. */
  readonly sharedSecret: Output<string>;
}

/** What joins the network to others by VPN. */
export interface VpnSpec {
  /** Name of our environment: tunnels' addresses and keys follow from both names. */
  readonly environment: string;
  readonly network: Network;
  /** Number by which our routers are known. */
  readonly asn: number;
  /** All of them, sorted by name: one gateway serves them. */
  readonly peers: readonly VpnPeer[];
  readonly tags: Tags;
}

/** What peers' environment files have to be told of a VPN. */
export interface Vpn {
  /** By peer, the addresses that its file is to name as `gateways`; none yet where the peer's have to come first. */
  readonly addresses: Readonly<Record<string, Output<string[]>>>;
  /** What a peer on the same cloud names as `gateway`; absent where gateways are always named by their addresses. */
  readonly gateway?: Output<string>;
}
