import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeSizes } from "../../../kit/sizes.ts";
import { decideInstanceTypes, decideShape, nodeShapes } from "./machine-types.ts";

describe("node machines", () => {
  it("give every size class what it asks for, and nothing to spare", () => {
    expect(Object.values(nodeSizes).map((size) => decideShape(size))).toEqual(
      Object.values(nodeSizes).map((size) => expect.objectContaining(size) as unknown),
    );
  });

  it("are the first of the list that is large enough", () => {
    const capacities = fc.record({
      cpu: fc.double({ min: 0.1, max: 32, noNaN: true }),
      memoryGiB: fc.double({ min: 0.125, max: 128, noNaN: true }),
    });
    fc.assert(
      fc.property(capacities, (wanted) => {
        const shape = decideShape(wanted);
        expect(shape.cpu >= wanted.cpu && shape.memoryGiB >= wanted.memoryGiB).toBe(true);
        const cheaper = nodeShapes.slice(0, nodeShapes.indexOf(shape));
        expect(cheaper.filter(({ cpu, memoryGiB }) => cpu >= wanted.cpu && memoryGiB >= wanted.memoryGiB)).toEqual([]);
      }),
    );
  });

  it("fails for a class that no machine can hold", () => {
    expect(() => decideShape({ cpu: 64, memoryGiB: 8 })).toThrow("no machine has 64 CPUs");
  });

  it("fall back to the generation before, and are of four kinds on Spot", () => {
    expect(decideInstanceTypes(nodeSizes.medium, false)).toEqual(["m6i.xlarge", "m5.xlarge"]);
    expect(decideInstanceTypes(nodeSizes["memory-large"], true)).toEqual([
      "r6i.2xlarge",
      "r5.2xlarge",
      "r6a.2xlarge",
      "r5a.2xlarge",
    ]);
  });
});
