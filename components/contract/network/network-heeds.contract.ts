import { decideAddresses } from "../../kit/network/addresses.ts";
import type { IngressAddressSpec, NetworkSpec } from "../../cloud.ts";
import { doorTries } from "./doors.contract.ts";
import { otherTags, type Asked } from "../asked.contract.ts";

/** Fields of a network. */
export const network: Asked<NetworkSpec> = {
  addresses: { addresses: (kit) => kit.network({ addresses: decideAddresses("10.64.0.0/14") }) },
  adopt: { elsewhere: "a test of its own in the contract" },
  peers: {
    peers: (kit) => kit.network({ peers: [] }),
    "peers.block": (kit) => kit.network({ peers: ["10.192.0.0/14"] }),
  },
  doors: doorTries,
  nat: { nat: (kit) => kit.network({ nat: "single" }) },
  privateDoors: { privateDoors: (kit) => kit.network({ privateDoors: false }) },
  logDays: { logDays: (kit) => kit.network({ logDays: 365 }) },
  flowLogShare: { flowLogShare: (kit) => kit.network({ flowLogShare: 0.1 }) },
  key: { key: (kit) => kit.network({ key: false }) },
  tags: { tags: (kit) => kit.network({ tags: otherTags }) },
  protect: { protect: (kit) => kit.network({ protect: false }) },
};

/** Fields of an address for callers. */
export const ingressAddress: Asked<IngressAddressSpec> = {
  tags: { tags: (kit) => kit.ingressAddress({ tags: otherTags }) },
};
