import fc from "fast-check";
import { expect, it } from "vitest";
import { cpuSteps, reservedBySteps } from "./node-reserve.ts";

it("takes of each step its part, and of the last step only what is there", () => {
  const steps = [
    { upTo: 4, part: 0.25 },
    { upTo: 8, part: 0.2 },
    { upTo: Infinity, part: 0.1 },
  ];
  expect(reservedBySteps(3, steps)).toBeCloseTo(0.75);
  expect(reservedBySteps(6, steps)).toBeCloseTo(1.4);
  expect(reservedBySteps(18, steps)).toBeCloseTo(2.8);
});

it("never takes more of a larger node than was added to it", () => {
  const size = fc.double({ min: 0, max: 200, noNaN: true });
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)];
      const more = reservedBySteps(large, cpuSteps) - reservedBySteps(small, cpuSteps);
      expect(more).toBeGreaterThanOrEqual(-1e-9);
      expect(more).toBeLessThanOrEqual(large - small + 1e-9);
    }),
  );
});
