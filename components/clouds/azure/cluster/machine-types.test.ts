import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeSizes as wishes } from "../../../kit/sizes.ts";
import { decideVmSize, nodeSizes } from "./machine-types.ts";

describe("sizes of nodes", () => {
  it("give every size class what it asks for, and nothing to spare", () => {
    expect(Object.values(wishes).map((size) => decideVmSize(size))).toEqual(
      Object.values(wishes).map((size) => expect.objectContaining(size) as unknown),
    );
  });

  it("are the first of the list that is large enough", () => {
    const capacity = fc.record({ cpu: fc.integer({ min: 1, max: 32 }), memoryGiB: fc.integer({ min: 1, max: 128 }) });
    fc.assert(
      fc.property(capacity, (wanted) => {
        const found = decideVmSize(wanted);
        expect(found.cpu >= wanted.cpu && found.memoryGiB >= wanted.memoryGiB).toBe(true);
        const cheaper = nodeSizes.slice(0, nodeSizes.indexOf(found));
        expect(cheaper.filter(({ cpu, memoryGiB }) => cpu >= wanted.cpu && memoryGiB >= wanted.memoryGiB)).toEqual([]);
      }),
    );
  });

  it("fails for a class that no machine can hold", () => {
    expect(() => decideVmSize({ cpu: 64, memoryGiB: 8 })).toThrow("no size has 64 CPUs");
  });
});
