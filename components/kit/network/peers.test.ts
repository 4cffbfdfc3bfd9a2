import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, overlap } from "./addresses.ts";
import {
  decideAsn,
  decideInside,
  decideTunnels,
  freeInside,
  insideProblem,
  insideWholes,
  peerSlug,
  tunnelKey,
  type EndAddresses,
  asksForPeering,
  decidePeerBlocks,
  peeringPeers,
  vpnPeers,
} from "./peers.ts";

const environment = fc.stringMatching(/^[a-z][a-z0-9-]{2,40}[a-z0-9]$/);
const pair = fc.tuple(environment, environment).filter(([a, b]) => a !== b);
const two = ["203.0.113.1", "203.0.113.2"];
const four = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];

/** Who has what addresses, and what the other end then knows: of Google and Azure, and of AWS. */
const ends: readonly (readonly [EndAddresses, string[], EndAddresses, string[]])[] = [
  ["of-the-gateway", two, "of-the-gateway", ["198.51.100.1", "198.51.100.2"]],
  ["of-the-gateway", two, "of-each-tunnel", four],
];

describe("the number of an environment's routers", () => {
  // https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html
  // https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-bgp-overview
  it("is private, and of those with 32 bits that all clouds take", () => {
    fc.assert(
      fc.property(environment, (name) => {
        expect(decideAsn(name)).toBeGreaterThanOrEqual(4_200_000_000);
        expect(decideAsn(name)).toBeLessThanOrEqual(4_294_967_294);
      }),
    );
  });

  it("follows from its name alone", () => {
    expect([decideAsn("shop-gcp"), decideAsn("shop-aws")]).toEqual([decideAsn("shop-gcp"), decideAsn("shop-aws")]);
    expect(decideAsn("shop-gcp")).not.toBe(decideAsn("shop-aws"));
  });
});

describe("the addresses inside of tunnels", () => {
  it("are the same seen from both ends, each the other's the other way round", () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(...ends), ([a, b], [ownA, addressesA, ownB, addressesB]) => {
        const fromA = decideTunnels(a, b, { gateways: addressesB }, ownA);
        const fromB = decideTunnels(b, a, { gateways: addressesA }, ownB);
        expect(fromA).toHaveLength(Math.max(addressesA.length, addressesB.length));
        expect(
          fromA.map(({ index, block, ownAddress, peerAddress }) => [index, block, ownAddress, peerAddress]),
        ).toEqual(fromB.map(({ index, block, ownAddress, peerAddress }) => [index, block, peerAddress, ownAddress]));
      }),
    );
  });

  it("lie in what Azure allows, each tunnel in a block of its own and neither first nor last of it", () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(...ends), ([a, b], [own, , , gateways]) => {
        const tunnels = decideTunnels(a, b, { gateways }, own);
        for (const { block, ownAddress, peerAddress } of tunnels) {
          expect(insideWholes.some((whole) => contains(whole, block))).toBe(true);
          expect(block).toMatch(/\/30$/);
          const [first = 0] = block.split("/")[0]?.split(".").slice(3).map(Number) ?? [];
          const last = (address: string): number => Number(address.split(".")[3]) - first;
          expect([last(ownAddress), last(peerAddress)].sort()).toEqual([1, 2]);
          for (const address of [ownAddress, peerAddress]) expect(contains(block, `${address}/32`)).toBe(true);
        }
        for (const [index, { block }] of tunnels.entries())
          expect(tunnels.slice(index + 1).filter((other) => overlap(block, other.block))).toEqual([]);
      }),
    );
  });

  it("begin with the end that gives addresses to tunnels, whatever its name", () => {
    for (const [aws, other] of [
      ["a-shop", "b-shop"],
      ["b-shop", "a-shop"],
    ] as const) {
      for (const { ownAddress } of decideTunnels(aws, other, { gateways: two }, "of-each-tunnel"))
        expect(Number(ownAddress.split(".")[3]) % 4).toBe(1);
      for (const { peerAddress } of decideTunnels(other, aws, { gateways: four }, "of-the-gateway"))
        expect(Number(peerAddress.split(".")[3]) % 4).toBe(1);
    }
  });

  it("are in the block that is wished for", () => {
    const [tunnel] = decideTunnels(
      "a-shop",
      "b-shop",
      { gateways: two, inside: "169.254.22.240/28" },
      "of-the-gateway",
    );
    expect(tunnel).toMatchObject({ block: "169.254.22.240/30", ownAddress: "169.254.22.241" });
  });

  it("are known wrong when no cloud takes them, and another block is found where one is taken", () => {
    expect(["169.254.21.0/28", "169.254.22.240/28"].map(insideProblem)).toEqual([undefined, undefined]);
    for (const block of ["169.254.20.0/28", "169.254.21.8/28", "169.254.21.0/30", "10.0.0.0/28"])
      expect(insideProblem(block)).toContain("isn't a /28 of 169.254.21.0/24");
    const taken = decideInside("a-shop", "b-shop", {});
    expect(insideProblem(freeInside([taken]))).toBeUndefined();
    expect(freeInside([freeInside([])])).not.toBe(freeInside([]));
  });
});

describe("which side of a gateway a tunnel begins at", () => {
  it("is the first for half of them, so that the loss of one takes no more", () => {
    const sides = (gateways: string[], own: EndAddresses) =>
      decideTunnels("a-shop", "b-shop", { gateways }, own).map(({ side, gateway }) => [side, gateway]);
    expect(sides(two, "of-the-gateway")).toEqual([
      [0, two[0]],
      [1, two[1]],
    ]);
    expect(sides(four, "of-the-gateway").map(([side]) => side)).toEqual([0, 0, 1, 1]);
    expect(sides(two, "of-each-tunnel")).toEqual([
      [0, two[0]],
      [0, two[0]],
      [1, two[1]],
      [1, two[1]],
    ]);
  });

  it("are two to a gateway that is named, each from one side to the same, and mirror the other end's", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [ours, theirs] = [
          decideTunnels(a, b, { gateway: "their/gateway" }, "of-the-gateway"),
          decideTunnels(b, a, { gateway: "our/gateway" }, "of-the-gateway"),
        ];
        expect(ours.map(({ side, gatewayIndex, gateway }) => [side, gatewayIndex, gateway])).toEqual([
          [0, 0, "their/gateway"],
          [1, 1, "their/gateway"],
        ]);
        expect(ours.map(({ ownAddress, peerAddress }) => [ownAddress, peerAddress])).toEqual(
          theirs.map(({ ownAddress, peerAddress }) => [peerAddress, ownAddress]),
        );
      }),
    );
  });

  it("is none before the peer's addresses are known", () => {
    expect(decideTunnels("a-shop", "b-shop", {}, "of-the-gateway")).toEqual([]);
    expect(decideTunnels("a-shop", "b-shop", {}, "of-each-tunnel")).toEqual([]);
  });
});

describe("a tunnel's key", () => {
  // https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
  it("is one that AWS takes, the same at both ends, and another for each tunnel, pair and secret", () => {
    fc.assert(
      fc.property(pair, fc.string(), fc.integer({ min: 0, max: 3 }), ([a, b], secret, index) => {
        const key = tunnelKey(secret, a, b, index);
        expect(key).toMatch(/^[A-Za-z1-9._][A-Za-z0-9._]{7,63}$/);
        expect(tunnelKey(secret, b, a, index)).toBe(key);
        const others = [
          tunnelKey(secret, a, b, index + 1),
          tunnelKey(secret, a, `${b}x`, index),
          tunnelKey(`${secret}x`, a, b, index),
        ];
        expect(others).not.toContain(key);
        expect(new Set(others).size).toBe(3);
      }),
    );
  });
});

describe("a peer's name in the names of resources", () => {
  it("has 15 characters at most, and different peers have different ones", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(peerSlug(a).length).toBeLessThanOrEqual(15);
        expect(peerSlug(a)).not.toBe(peerSlug(b));
      }),
    );
  });
});

describe("a way between two environments on the same cloud", () => {
  it("is asked for by one of them, whoever looks", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(asksForPeering(a, b)).toBe(!asksForPeering(b, a));
      }),
    );
  });

  it("is no tunnel, and its block may call stores as a tunnel's may", () => {
    const sharedSecret = { secret: "link" };
    const peers = {
      "shop-b": { kind: "peering" as const, cidr: "10.128.0.0/14", network: "n" },
      "shop-a": { kind: "vpn" as const, cidr: "10.64.0.0/14", sharedSecret },
    };
    expect(vpnPeers(peers).map(([name]) => name)).toEqual(["shop-a"]);
    expect(peeringPeers(peers).map(([name]) => name)).toEqual(["shop-b"]);
    expect(decidePeerBlocks({ network: { peers } })).toEqual(["10.128.0.0/14", "10.64.0.0/14"]);
  });
});
