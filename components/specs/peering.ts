import type { Output } from "@pulumi/pulumi";
import type { PeeringPeerWish } from "../../environments/schema/peers.ts";
import type { Tags } from "../kit/tags.ts";
import type { Network } from "./network.ts";

/** An environment on the same cloud whose network is joined with ours. */
export interface PeeringPeer extends Pick<PeeringPeerWish, "cidr" | "network" | "connection"> {
  /** The other environment's name. */
  readonly name: string;
}

/** What joins the network to others on the same cloud. */
export interface PeeringSpec {
  /** Name of our environment: which of the two asks follows from both names. */
  readonly environment: string;
  readonly network: Network;
  /** All of them, sorted by name. */
  readonly peers: readonly PeeringPeer[];
  readonly tags: Tags;
}

/** What peers' environment files have to be told of a peering. */
export interface Peering {
  /** By peer, what its file is to name as `connection`. None where the cloud has no such thing, or where the peer asks. */
  readonly connections: Readonly<Record<string, Output<string>>>;
}
