import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodePoolWish } from "../../../environments/schema/cluster.ts";
import { nodeSizes } from "../sizes.ts";
import { autoProvisionGroup, decideNodeGroups, decideSteadyPools, mostNodes } from "./node-groups.ts";
import { decideNodePools } from "./node-pools.ts";

const wishOf = (change: Partial<NodePoolWish>): NodePoolWish => ({
  ...{ size: "medium", min: 3, max: 6, purpose: "general", spot: false, diskGiB: 100 },
  ...change,
});
const pools = decideNodePools({
  batch: wishOf({ purpose: "batch", min: 0, max: 4, spot: true }),
  data: wishOf({ purpose: "data", size: "memory-large", diskGiB: 200 }),
  general: wishOf({}),
  system: wishOf({ purpose: "system", size: "small", min: 2, max: 2 }),
});
const plenty = { cpu: 500, memoryGiB: 2000 };
const groups = decideNodeGroups(pools, plenty);
const groupNamed = (name: string) => groups.find((group) => group.name === name);

describe("groups of nodes", () => {
  it("are none where the cloud may add no node", () => {
    expect(decideNodeGroups(pools, undefined)).toEqual([]);
  });

  it("are one for each pool that may grow, and one for what comes on top", () => {
    expect(groups.map(({ name }) => name)).toEqual(["batch", "data", "general", autoProvisionGroup]);
  });

  it("of a pool have its machines, disks and taints, and are asked before the others", () => {
    expect(groupNamed("data")).toMatchObject({
      purposes: ["data"],
      capacities: [nodeSizes["memory-large"]],
      diskGiB: 200,
      taints: [{ key: "landbridge.dev/purpose", value: "data", effect: "NoSchedule" }],
    });
    expect(groupNamed("general")?.weight).toBeGreaterThan(groupNamed(autoProvisionGroup)?.weight ?? 0);
  });

  it("hold what a pool has above its fewest nodes", () => {
    expect(groupNamed("batch")?.most).toEqual({ cpu: 16, memoryGiB: 64 });
    expect(groupNamed("data")?.most).toEqual({ cpu: 24, memoryGiB: 192 });
  });

  it("on top are for services and operators, never for what has a pool to itself", () => {
    expect(groupNamed(autoProvisionGroup)).toMatchObject({ purposes: ["general", "system"], taints: [], spot: false });
  });

  it("on top are none where no machine fits into what is left", () => {
    const cpu = pools.reduce((sum, { capacity, max }) => sum + capacity.cpu * max, 0);
    expect(decideNodeGroups(pools, { cpu: cpu + 1, memoryGiB: 2000 }).map(({ name }) => name)).not.toContain(
      autoProvisionGroup,
    );
    expect(decideNodeGroups(pools, { cpu: cpu + 2, memoryGiB: 2000 }).at(-1)).toMatchObject({
      name: autoProvisionGroup,
      capacities: [nodeSizes.small],
    });
  });

  it("keep the nodes of stores and of repeatable work until nothing is left on them", () => {
    expect(groups.filter(({ onlyWhenEmpty }) => onlyWhenEmpty).map(({ name }) => name)).toEqual(["batch", "data"]);
  });
});

const anyPool = fc.record({
  size: fc.constantFrom("small", "medium", "large", "memory-large"),
  purpose: fc.constantFrom("system", "general", "data", "batch"),
  min: fc.nat(5),
  more: fc.nat(5),
});
const anyPools = fc
  .dictionary(fc.constantFrom("aa", "bb", "cc", "dd"), anyPool)
  .map((wishes) =>
    decideNodePools(
      Object.fromEntries(
        Object.entries(wishes).map(([name, { min, more, ...wish }]) => [
          name,
          wishOf({ ...wish, min, max: Math.max(1, min + more) }),
        ]),
      ),
    ),
  );

it("has no more CPUs or memory than was wished for, whatever the pools, those that always are there included", () => {
  fc.assert(
    fc.property(anyPools, fc.nat(300), fc.nat(1000), (all, cpu, memoryGiB) => {
      const most = (what: "cpu" | "memoryGiB"): number =>
        all.reduce((sum, { max, capacity }) => sum + max * capacity[what], 0);
      const wish = { cpu: most("cpu") + cpu, memoryGiB: most("memoryGiB") + memoryGiB };
      for (const what of ["cpu", "memoryGiB"] as const) {
        const steady = decideSteadyPools(all, wish).reduce((sum, { max, capacity }) => sum + max * capacity[what], 0);
        const moving = decideNodeGroups(all, wish).reduce((sum, group) => sum + group.most[what], 0);
        expect(steady + moving).toBeLessThanOrEqual(wish[what]);
      }
    }),
  );
});

describe("pools", () => {
  it("keep their fewest nodes where groups make the others, and those without any go", () => {
    expect(decideSteadyPools(pools, plenty).map(({ name, min, max }) => [name, min, max])).toEqual([
      ["data", 3, 3],
      ["general", 3, 3],
      ["system", 2, 2],
    ]);
  });

  it("are as they were where the cloud may add no node", () => {
    expect(decideSteadyPools(pools, undefined)).toBe(pools);
  });

  it("have room for as many small nodes as CPUs are left", () => {
    expect(mostNodes(pools, undefined)).toBe(18);
    const taken = pools.reduce((sum, { capacity, max }) => sum + capacity.cpu * max, 0);
    expect(mostNodes(pools, { cpu: taken + 11, memoryGiB: 2000 })).toBe(18 + 5);
  });
});
