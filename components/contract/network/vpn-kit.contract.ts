import { output, secret, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, Network, VpnPeer, VpnSpec } from "../../cloud.ts";
import { decideAsn } from "../../kit/network/peers.ts";
import type { Tags } from "../../kit/tags.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";

/** A gateway that differs from the usual one: a network by its name, changes of its one peer. */
export type VpnChange = Partial<Omit<VpnSpec, "network" | "peers">> & {
  readonly network?: string;
  readonly peer?: Partial<VpnPeer>;
};

/** The method of the contract that is about other environments' networks, with specs filled in. */
export interface VpnKit {
  /** The addresses for the peer's file. */
  vpn(change?: VpnChange): Output<string[]>;
}

/** The names that the kit gives to what it makes. */
export const vpnNames = { vpn: "shop-vpn" } as const;

/** Block of the environment that the kit's networks are joined with. */
export const peerBlock = "10.128.0.0/14";

/** From which tunnels' keys are made. It must stand nowhere in a plan. */
export const sharedSecret = "an-horse-battery-staple-of-32-characters";

const usual: VpnPeer = {
  name: "shop-elsewhere",
  asn: decideAsn("shop-elsewhere"),
  gateways: ["203.0.113.10", "198.51.100.20"],
  gateway: undefined,
  inside: undefined,
  sharedSecret: secret(sharedSecret),
};

/** Handles that the rest of the kit makes when they are first needed. */
export interface VpnHandles {
  readonly network: (name?: string) => Network;
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function vpnKitOf(cloud: Cloud, handles: VpnHandles, opts: ComponentResourceOptions): VpnKit {
  return {
    vpn({ network, peer = {}, ...change } = {}) {
      const spec = { environment: "shop-contract", asn: decideAsn("shop-contract"), tags: handles.tags, ...change };
      const made = { ...usual, sharedSecret: secret(sharedSecret), ...peer };
      const { addresses } = cloud.vpn(
        vpnNames.vpn,
        { ...spec, network: handles.network(network), peers: [made] },
        opts,
      );
      return addresses[made.name] ?? output([]);
    },
  };
}

const to =
  (peer: Partial<VpnPeer>): Build =>
  (kit) =>
    kit.vpn({ peer });

/** A gateway's fields. */
export const vpn: Asked<VpnSpec> = {
  environment: { environment: (kit) => kit.vpn({ environment: "shop-other" }) },
  network: { network: (kit) => kit.vpn({ network: "shop-second-network" }) },
  asn: { asn: (kit) => kit.vpn({ asn: decideAsn("shop-other") }) },
  peers: {
    "peers.name": to({ name: "shop-nowhere" }),
    "peers.asn": to({ asn: decideAsn("shop-nowhere") }),
    "peers.gateways": to({ gateways: ["203.0.113.10", "198.51.100.21"] }),
    "peers.gateways.none": to({ gateways: undefined }),
    "peers.inside": to({ inside: "169.254.22.240/28" }),
    // A gateway's name is for one cloud alone, which has a test of it.
    // A secret shows in no plan; what is made of it is asked for in a test of its own.
  },
  tags: { tags: (kit) => kit.vpn({ tags: { ...tags, owner: "other" } }) },
};
