import { output } from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeZone } from "../network/network.ts";
import { decideNodeGroups, nodeGroupName } from "./node-pools.ts";
import { pool } from "../../pools.fixture.ts";

const zones: readonly NodeZone[] = ["euw1-az1", "euw1-az2", "euw1-az3"].map((id) => ({ id, subnet: output(id) }));

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

describe("the node groups of a pool", () => {
  it("add up to its fewest and most nodes, with room for one node in each group", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.boolean(), (min, more, spot) => {
        const max = Math.max(1, min + more);
        const groups = decideNodeGroups(pool({ min, max, spot }), zones);
        expect(sum(groups.map((group) => group.min))).toBe(min);
        expect(sum(groups.map((group) => group.max))).toBe(max);
        expect(groups.filter((group) => group.max < 1 || group.min > group.max)).toEqual([]);
      }),
    );
  });

  it("live in one zone each and are as large as each other but for one node", () => {
    const groups = decideNodeGroups(pool({ min: 4, max: 8 }), zones);
    expect(groups.map(({ place, min, max }) => [place, min, max])).toEqual([
      ["euw1-az1", 2, 3],
      ["euw1-az2", 1, 3],
      ["euw1-az3", 1, 2],
    ]);
  });

  it("are one over all zones for Spot capacity", () => {
    expect(decideNodeGroups(pool({ spot: true }), zones)).toEqual([{ place: "spot", zones, min: 1, max: 3 }]);
  });
});

describe("a node group's name", () => {
  it("is another when its machines are others, so that the new one stands beside the old", () => {
    const pools = [pool(), pool({ spot: true }), pool({ capacity: { cpu: 8, memoryGiB: 32 } })];
    expect(new Set(pools.map((wish) => nodeGroupName(wish, "euw1-az1"))).size).toBe(3);
  });

  it("stays when the pool may only grow further, and when its disks do, which a new version of the template brings", () => {
    expect(nodeGroupName(pool({ max: 9, diskGiB: 200 }), "euw1-az1")).toBe(nodeGroupName(pool(), "euw1-az1"));
  });

  it("has 63 characters at most, however long the pool's", () => {
    expect(nodeGroupName(pool({ name: "a".repeat(60) }), "euw1-az1")).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/);
  });
});
