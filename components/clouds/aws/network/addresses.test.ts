import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, decideAddresses, overlap } from "../../../kit/network/addresses.ts";
import { decideVpcBlocks, podBlocksByZone, vpcBlockLimit, vpcProblem } from "./addresses.ts";

/** Wholes of 10.0.0.0/8 that a VPC can hold. */
const wholes = fc.tuple(fc.integer({ min: 14, max: 17 }), fc.nat()).map(([prefix, seed]) => {
  const address = 10 * 2 ** 24 + (seed % 2 ** (prefix - 8)) * 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
});

const prefixOf = (block: string): number => Number(block.split("/")[1]);

// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
describe("the blocks of a VPC", () => {
  it("are /16 at the widest, five at most, and share no address", () => {
    fc.assert(
      fc.property(wholes, (whole) => {
        const blocks = decideVpcBlocks(decideAddresses(whole));
        expect(blocks.length).toBeLessThanOrEqual(vpcBlockLimit);
        for (const block of blocks) expect(prefixOf(block)).toBeGreaterThanOrEqual(16);
        for (const [index, block] of blocks.entries())
          expect(blocks.slice(index + 1).filter((other) => overlap(block, other))).toEqual([]);
      }),
    );
  });

  it("hold every subnet, each in one block, and nothing of the Services, which EKS wants outside", () => {
    fc.assert(
      fc.property(wholes, (whole) => {
        const plan = decideAddresses(whole);
        const blocks = decideVpcBlocks(plan);
        const subnets = [...podBlocksByZone(plan), ...plan.nodesByZone, ...plan.edgeByZone, ...plan.dataByZone];
        expect(subnets.filter((subnet) => !blocks.some((block) => contains(block, subnet)))).toEqual([]);
        expect(blocks.filter((block) => overlap(block, plan.services))).toEqual([]);
        expect(subnets.filter((subnet) => prefixOf(subnet) < 16 || prefixOf(subnet) > 28)).toEqual([]);
      }),
    );
  });

  it("begin with the lowest, since nothing of 10.0.0.0/16 can be added once another block is there", () => {
    expect(decideVpcBlocks(decideAddresses("10.0.0.0/14"))).toEqual([
      "10.0.0.0/16",
      "10.1.0.0/16",
      "10.2.0.0/16",
      "10.3.0.0/17",
      "10.3.128.0/18",
    ]);
  });
});

describe("a whole that can't be a VPC with a cluster", () => {
  it.each([
    ["10.16.0.0/12", "takes 15 blocks"],
    ["10.24.0.0/13", "takes 8 blocks"],
    ["10.0.0.0/16", "lies in 10.0.0.0/16"],
    ["10.0.128.0/17", "lies in 10.0.0.0/16"],
    ["172.31.0.0/16", "shares addresses with 172.31.0.0/16"],
    ["172.28.0.0/14", "shares addresses with 172.31.0.0/16"],
    ["100.64.0.0/14", "is of 100.64.0.0/10"],
  ])("is %s, which %s", (whole, rule) => {
    expect(vpcProblem(decideAddresses(whole))?.rule).toContain(rule);
  });

  it.each(["10.0.0.0/14", "10.0.0.0/15", "10.1.0.0/16", "172.16.0.0/14", "192.168.0.0/16", "192.168.128.0/17"])(
    "is not %s",
    (whole) => {
      expect(vpcProblem(decideAddresses(whole))).toBeUndefined();
    },
  );
});
