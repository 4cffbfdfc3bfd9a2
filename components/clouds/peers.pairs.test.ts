import { describe, expect, it } from "vitest";
import { decideAsn } from "../kit/network/peers.ts";
import type { End } from "./peers-ends.fixture.ts";
import { awsSide, azureSide, gcpSide, type Side } from "./peers.fixture.ts";

const pairs: readonly (readonly [Side, Side, tunnels: number])[] = [
  [gcpSide, awsSide, 4],
  [azureSide, awsSide, 4],
  [gcpSide, azureSide, 2],
];

/** A side with the other as its peer, in the step in which it knows so many of its addresses. */
function planAgainst(side: Side, other: Side, gateways: string[] | undefined) {
  const { cidr, environment } = other;
  return side.plan({
    [environment]: {
      kind: "vpn",
      cidr,
      sharedSecret: { secret: "link" },
      ...(gateways === undefined ? {} : { gateways }),
    },
  });
}

/** The addresses that a side puts out once all is there. Azure and Google have two, AWS one for each tunnel. */
const givenBy = ({ given }: Side): string[] => [...given];

const ciphers = "IKEv2 AES-256-GCM SHA-384 P-384 AES-256-GCM P-384";

for (const [one, other, tunnels] of pairs) {
  describe(`tunnels between ${one.environment} and ${other.environment}`, () => {
    it(`are ${tunnels}, and each end is told what the other end is told`, async () => {
      const [a, b] = await Promise.all([
        planAgainst(one, other, givenBy(other)),
        planAgainst(other, one, givenBy(one)),
      ]);
      const met = a.ends.flatMap((end) =>
        b.ends.filter((far) => meets(one, end, other, far)).map((far) => ({ end, far })),
      );
      expect(met).toHaveLength(tunnels);
      for (const { end, far } of met) {
        expect({
          inside: [end.ownInside, end.peerInside],
          asn: [end.ownAsn, end.peerAsn],
          key: end.key,
          ciphers: end.ciphers,
        }).toEqual({
          inside: [far.peerInside, far.ownInside],
          asn: [far.peerAsn, far.ownAsn],
          key: far.key,
          ciphers: far.ciphers,
        });
        expect(end.key).toMatch(/^k[0-9a-f]{62}$/);
        expect([end.ownAsn, end.peerAsn]).toEqual([decideAsn(one.environment), decideAsn(other.environment)]);
        expect(end.ciphers).toBe(ciphers);
      }
      expect(new Set(met.map(({ end }) => end.key)).size).toBe(tunnels);
      expect(new Set(met.flatMap(({ end }) => [end.ownInside, end.peerInside])).size).toBe(2 * tunnels);
      // Nothing is made that meets nobody, and both sides of each gateway are in use.
      expect(new Set(met.map(({ end }) => end.told))).toEqual(new Set(a.ends.map(({ told }) => told)));
      expect(new Set(met.map(({ far }) => far.told))).toEqual(new Set(b.ends.map(({ told }) => told)));
      expect(new Set(met.map(({ end }) => end.own))).toEqual(new Set(used(one)));
      expect(new Set(met.map(({ far }) => far.own))).toEqual(new Set(used(other)));
    });
  });
}

function used({ given }: Side): number[] {
  return given.map((_, index) => index);
}

/** Whether packets of one end arrive at the other. */
function meets(one: Side, end: End, other: Side, far: End): boolean {
  return end.theirs === other.given[far.own] && far.theirs === one.given[end.own];
}

describe("the steps in which two networks are joined", () => {
  it.each([gcpSide, azureSide])("$environment puts out its gateway's addresses before it knows any", async (side) => {
    const { ends, addresses } = await planAgainst(side, awsSide, undefined);
    expect(ends).toEqual([]);
    expect(addresses).toHaveLength(2);
    const later = await planAgainst(side, awsSide, givenBy(awsSide));
    expect(later.addresses).toEqual(addresses);
  });

  it("shop-aws puts out none before it knows the peer's, then one for each tunnel in order", async () => {
    expect((await planAgainst(awsSide, gcpSide, undefined)).addresses).toEqual([]);
    const { addresses } = await planAgainst(awsSide, gcpSide, givenBy(gcpSide));
    expect(addresses.map((address) => address.replace(/^.*::shop-aws-vpn-/, "").replace("}", ""))).toEqual([
      "shop-gcp-0#tunnel1Address",
      "shop-gcp-0#tunnel2Address",
      "shop-gcp-1#tunnel1Address",
      "shop-gcp-1#tunnel2Address",
    ]);
  });

  it("shop-gcp's come in the order of its gateway's interfaces, which tunnels name", async () => {
    const { addresses } = await planAgainst(gcpSide, awsSide, undefined);
    expect(addresses.map((address) => address.replace(/^.*#/, ""))).toEqual([
      "vpnInterfaces.0.ipAddress}",
      "vpnInterfaces.1.ipAddress}",
    ]);
  });

  it("shop-azure's come in the order of its gateway's configurations", async () => {
    const { addresses } = await planAgainst(azureSide, gcpSide, undefined);
    expect(addresses.map((address) => address.replace(/^.*::/, ""))).toEqual([
      "shop-azure-vpn-first#ipAddress}",
      "shop-azure-vpn-second#ipAddress}",
    ]);
  });
});
