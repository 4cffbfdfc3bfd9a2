import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, Network, PeeringPeer, PeeringSpec } from "../../cloud.ts";
import type { Tags } from "../../kit/tags.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { peerBlock } from "./vpn-kit.contract.ts";

/** Ways that differ from the usual one: a network by its name, changes of their one peer. */
export type PeeringChange = Partial<Omit<PeeringSpec, "network" | "peers">> & {
  readonly network?: string;
  readonly peer?: Partial<PeeringPeer>;
};

/** The method of the contract that is about networks of the same cloud, with specs filled in. */
export interface PeeringKit {
  /** The connection for the peer's file; nothing where there is none. */
  peering(change?: PeeringChange): Output<string>;
}

/** The names that the kit gives to what it makes. */
export const peeringNames = { peering: "shop-peering" } as const;

/** Networks and a connection as a cloud names them. */
export interface OthersNames {
  readonly networks: readonly [string, string];
  /** Of a cloud where one side asks and the other accepts. */
  readonly connections?: readonly [string, string];
}

/** What the contract's suite calls other environments' networks, on a cloud that takes any name. */
export const anyNames: OthersNames = {
  networks: ["network/elsewhere", "network/nowhere"],
  connections: ["connection-1", "connection-2"],
};

/** Handles that the rest of the kit makes when they are first needed, and names that the cloud takes. */
export interface PeeringHandles {
  readonly network: (name?: string) => Network;
  readonly tags: Tags;
  readonly others: OthersNames;
}

/** The kit on a cloud. */
export function peeringKitOf(cloud: Cloud, handles: PeeringHandles, opts: ComponentResourceOptions): PeeringKit {
  const { networks } = handles.others;
  return {
    peering({ network, peer = {}, ...change } = {}) {
      const spec = { environment: "shop-contract", tags: handles.tags, ...change };
      const usual = { name: neighbour, cidr: peerBlock, network: networks[0], connection: undefined };
      const made = { ...usual, ...named(handles.others, peer) };
      const { connections } = cloud.peering(
        peeringNames.peering,
        { ...spec, network: handles.network(network), peers: [made] },
        opts,
      );
      return connections[made.name] ?? output("");
    },
  };
}

/** The environment at the other end. Ours comes before it, so that it is the one that asks, where one does. */
export const neighbour = "shop-next-door";

/** Comes after it. */
export const accepting = "shop-opposite";

/** The second network, or a connection by its number, in the cloud's words. */
function named({ networks, connections }: OthersNames, peer: Partial<PeeringPeer>): Partial<PeeringPeer> {
  const { network, connection, ...rest } = peer;
  return {
    ...rest,
    ...(network === undefined ? {} : { network: networks[1] }),
    ...(connection === undefined ? {} : { connection: connections?.[connection === "first" ? 0 : 1] }),
  };
}

const to =
  (peer: Partial<PeeringPeer>): Build =>
  (kit) =>
    kit.peering({ peer });
const accepted =
  (connection: "first" | "second"): Build =>
  (kit) =>
    kit.peering({ environment: accepting, peer: { connection } });

/** Fields of ways to other networks. */
export const peering: Asked<PeeringSpec> = {
  environment: { environment: (kit) => kit.peering({ environment: accepting }) },
  network: { network: (kit) => kit.peering({ network: "shop-second-network" }) },
  peers: {
    "peers.name": to({ name: "shop-nowhere" }),
    "peers.cidr": to({ cidr: "10.192.0.0/14" }),
    "peers.network": to({ network: "another" }),
    "peers.connection": [accepted("first"), accepted("second")],
  },
  tags: { tags: (kit) => kit.peering({ tags: { ...tags, owner: "other" } }) },
};
