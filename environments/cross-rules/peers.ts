import { cidrProblem, contains, isPrivate, overlap } from "../../components/kit/network/addresses.ts";
import { decideAsn, decideInside, freeInside, insideProblem, vpnPeers } from "../../components/kit/network/peers.ts";
import type { Check } from "../cross-rules.ts";

/** A peer is another environment than this one, and their routers can tell each other apart. */
export const peersAreOthers: Check = ({ name, network }, at) =>
  Object.keys(network.peers).flatMap((peer) => {
    const place = at(["network", "peers", peer], "key");
    if (peer === name)
      return [
        { ...place, rule: "is this environment itself", wayOut: "name the environment at the other end, or delete it" },
      ];
    if (decideAsn(peer) !== decideAsn(name)) return [];
    const rule = `makes the same number for its routers as ${name} (${decideAsn(name)})`;
    return [{ ...place, rule, wayOut: "rename one of the two environments" }];
  });

/** A network that exists already isn't changed, so that no routes to a peer can be put into it. */
export const peersNeedOurNetwork: Check = ({ network: { adopt, peers } }, at) =>
  adopt === undefined || Object.keys(peers).length === 0
    ? []
    : [
        {
          ...at(["network", "peers"]),
          rule: "would need routes and a gateway in a network that is adopted, which is never changed",
          wayOut: "delete peers and let the network's owner join them, or delete adopt",
        },
      ];

/** Each peer's block is one that an environment of ours can have, and no address of it is ours or another peer's. */
export const peerBlocksDiffer: Check = ({ network }, at) => {
  const { cidr, peers } = network;
  const all = Object.entries(peers);
  return all.flatMap(([peer, { cidr: theirs }], index) => {
    const place = at(["network", "peers", peer, "cidr"]);
    const problem = cidrProblem(theirs);
    if (problem !== undefined)
      return [{ ...place, rule: problem, wayOut: `write the network.cidr of ${peer}, as its file has it` }];
    const others = all
      .slice(0, index)
      .map(([other, wish]) => ({ path: `network.peers.${other}.cidr`, block: wish.cidr }));
    return [{ path: "network.cidr", block: cidr }, ...others]
      .filter(({ block }) => overlap(block, theirs))
      .map(({ path, block }) => ({
        ...place,
        rule: `shares addresses with ${path} (${block}), so that no route could tell them apart`,
        wayOut: "give each environment a block of its own before it is made, e.g. 10.64.0.0/14",
      }));
  });
};

/** Gateways are reached over the internet. */
export const peerGatewaysArePublic: Check = ({ network }, at) =>
  vpnPeers(network.peers).flatMap(([peer, { gateways = [] }]) =>
    gateways.flatMap((address, index) =>
      isPrivate(`${address}/32`) || notReached.some((block) => contains(block, `${address}/32`))
        ? [
            {
              ...at(["network", "peers", peer, "gateways", index]),
              rule: "isn't an address of the internet",
              wayOut: `write what the stack of ${peer} puts out as platform.peers`,
            },
          ]
        : [],
    ),
  );

/** Loopback, link-local, and what is no single host's. https://www.rfc-editor.org/rfc/rfc6890 */
const notReached = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"];

/** The addresses inside of tunnels are ones that all clouds take, and each peer's are its own. */
export const peerTunnelsDiffer: Check = ({ name, network }, at) => {
  const taken = new Map<string, string>();
  const peers = vpnPeers(network.peers);
  return peers.flatMap(([peer, wish]) => {
    const place = at(["network", "peers", peer, ...(wish.inside === undefined ? [] : ["inside"])]);
    const problem = wish.inside === undefined ? undefined : insideProblem(wish.inside);
    if (problem !== undefined)
      return [{ ...place, rule: problem, wayOut: "write 169.254.21.16/28 or another /28 of those" }];
    const block = decideInside(name, peer, wish);
    const other = taken.get(block);
    taken.set(block, peer);
    if (other === undefined) return [];
    const all = peers.map(([each, { inside }]) => decideInside(name, each, { inside }));
    return [
      {
        ...place,
        rule: `has its tunnels' addresses in ${block}, as ${other} has`,
        wayOut: `write inside: ${freeInside(all)} for it here and in the file of ${peer}`,
      },
    ];
  });
};
