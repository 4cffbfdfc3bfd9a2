import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeSizes, sizes } from "../../../kit/sizes.ts";
import { decideMachineType, decideSqlEdition, decideSqlTier, nodeMachines } from "./machine-types.ts";

const capacities = fc.record({
  cpu: fc.double({ min: 0.1, max: 64, noNaN: true }),
  memoryGiB: fc.double({ min: 0.125, max: 256, noNaN: true }),
});

describe("node machines", () => {
  it("give every size class what it asks for, and nothing to spare", () => {
    expect(Object.values(nodeSizes).map((size) => decideMachineType(size))).toEqual(
      Object.values(nodeSizes).map((size) => expect.objectContaining(size) as unknown),
    );
  });

  it("are the first of the list that is large enough", () => {
    fc.assert(
      fc.property(capacities, (wanted) => {
        fc.pre(wanted.cpu <= 32 && wanted.memoryGiB <= 128);
        const machine = decideMachineType(wanted);
        expect(machine.cpu).toBeGreaterThanOrEqual(wanted.cpu);
        expect(machine.memoryGiB).toBeGreaterThanOrEqual(wanted.memoryGiB);
        const cheaper = nodeMachines.slice(0, nodeMachines.indexOf(machine));
        expect(cheaper.filter(({ cpu, memoryGiB }) => cpu >= wanted.cpu && memoryGiB >= wanted.memoryGiB)).toEqual([]);
      }),
    );
  });

  it("fails for a class that no machine can hold", () => {
    expect(() => decideMachineType({ cpu: 64, memoryGiB: 8 })).toThrow("no machine has 64 CPUs");
  });
});

describe("Cloud SQL machines", () => {
  it("of the Enterprise edition keep the rules for custom machines, whatever is asked for", () => {
    fc.assert(
      fc.property(capacities, (wanted) => {
        const { name, cpu, memoryGiB } = decideSqlTier("ENTERPRISE", wanted);
        expect(name).toBe(`db-custom-${cpu}-${memoryGiB * 1024}`);
        expect(cpu >= wanted.cpu && memoryGiB >= wanted.memoryGiB).toBe(true);
        expect(cpu === 1 || cpu % 2 === 0).toBe(true);
        expect((memoryGiB * 1024) % 256).toBe(0);
        expect(memoryGiB).toBeGreaterThanOrEqual(3.75);
        expect(memoryGiB / cpu).toBeGreaterThanOrEqual(0.9);
        expect(memoryGiB / cpu).toBeLessThanOrEqual(6.5);
      }),
    );
  });

  it("of the Enterprise Plus edition are the smallest that holds the class", () => {
    expect(decideSqlTier("ENTERPRISE_PLUS", sizes.nano).name).toBe("db-perf-optimized-N-2");
    expect(decideSqlTier("ENTERPRISE_PLUS", sizes["2xlarge"]).name).toBe("db-perf-optimized-N-8");
    expect(decideSqlTier("ENTERPRISE_PLUS", { cpu: 3, memoryGiB: 40 }).name).toBe("db-perf-optimized-N-8");
  });

  it("are of the edition that can restore as far back as asked", () => {
    expect([1, 7, 8, 35].map(decideSqlEdition)).toEqual([
      "ENTERPRISE",
      "ENTERPRISE",
      "ENTERPRISE_PLUS",
      "ENTERPRISE_PLUS",
    ]);
  });
});
