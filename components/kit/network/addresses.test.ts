import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cidrProblem,
  contains,
  cutTo,
  decideAddresses,
  functionsBlock,
  gatewayBlock,
  longestPrefix,
  nthAddress,
  overlap,
  shortestPrefix,
  widened,
  zoneBlocks,
} from "./addresses.ts";

/** Private blocks on their own boundary, as wide and as narrow as a platform may be. */
const wholes = fc.tuple(fc.integer({ min: shortestPrefix, max: longestPrefix }), fc.nat()).map(([prefix, seed]) => {
  const count = 2 ** (prefix - 8);
  const address = 10 * 2 ** 24 + (seed % count) * 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
});

function blocksOf(whole: string): string[] {
  const { nodesByZone, edgeByZone, dataByZone, pods, services, peeredServices, controlPlane } = decideAddresses(whole);
  return [pods, ...nodesByZone, ...edgeByZone, ...dataByZone, services, peeredServices, controlPlane];
}

describe("an address plan", () => {
  it("keeps every block inside the whole", () => {
    fc.assert(fc.property(wholes, (whole) => blocksOf(whole).every((block) => contains(whole, block))));
  });

  it("lets no two blocks share an address", () => {
    fc.assert(
      fc.property(wholes, (whole) => {
        const blocks = blocksOf(whole);
        return blocks.every((a, i) => blocks.slice(i + 1).every((b) => !overlap(a, b)));
      }),
    );
  });

  it("leaves a /27 for a VPN gateway, inside of the whole and apart from all else", () => {
    fc.assert(
      fc.property(wholes, (whole) => {
        const gateway = gatewayBlock(whole);
        expect(gateway).toMatch(/\/27$/);
        expect(Number(gateway.split("/")[0]?.split(".")[3]) % 32).toBe(0);
        expect(contains(whole, gateway)).toBe(true);
        expect(blocksOf(whole).filter((block) => overlap(block, gateway))).toEqual([]);
        expect(overlap(functionsBlock(whole), gateway)).toBe(false);
      }),
    );
  });

  it("says the address that so many others of a block come before", () => {
    expect(nthAddress("10.23.192.0/19", 10)).toBe("10.23.192.10");
    expect(nthAddress("10.23.192.0/19", 256)).toBe("10.23.193.0");
  });

  it("cuts a block for zones, a quarter each", () => {
    expect(zoneBlocks("10.20.0.0/15")).toEqual(["10.20.0.0/17", "10.20.128.0/17", "10.21.0.0/17"]);
  });

  it("cuts a block to pieces of a prefix, without a gap, and leaves one that is no wider", () => {
    expect(cutTo("10.20.0.0/14", 16)).toEqual(["10.20.0.0/16", "10.21.0.0/16", "10.22.0.0/16", "10.23.0.0/16"]);
    expect(cutTo("10.20.0.0/17", 16)).toEqual(["10.20.0.0/17"]);
  });

  it("finds the block around a piece again", () => {
    fc.assert(fc.property(wholes, (whole) => zoneBlocks(whole).every((piece) => widened(piece, 2) === whole)));
  });

  it("cuts a /14 as documented", () => {
    expect(decideAddresses("10.20.0.0/14")).toMatchObject({
      pods: "10.20.0.0/15",
      nodes: "10.22.0.0/16",
      nodesByZone: ["10.22.0.0/18", "10.22.64.0/18", "10.22.128.0/18"],
      services: "10.23.192.0/19",
      peeredServices: "10.23.224.0/20",
    });
  });
});

describe("a block that can't be a platform's whole", () => {
  it.each([
    ["10.20.0.1/14", "doesn't begin on its own boundary; 10.20.0.0/14 does"],
    ["10.0.0.0/20", "holds 4096 addresses, a platform needs 32768 (/17)"],
    ["10.0.0.0/8", "is wider than /12, the widest private block that clouds take"],
    ["8.0.0.0/14", "isn't private (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10)"],
  ])("%s %s", (block, problem) => {
    expect(cidrProblem(block)).toBe(problem);
    expect(() => decideAddresses(block)).toThrow(problem);
  });
});
