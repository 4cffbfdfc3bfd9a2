import { expect, it } from "vitest";
import { azureNodeRoom } from "./node-room.ts";

// https://learn.microsoft.com/azure/aks/node-resource-reservations
it.each([
  [2, 8, 0.1],
  [4, 16, 0.14],
  [8, 32, 0.18],
  [16, 64, 0.26],
  [32, 128, 0.42],
])("keeps of %d CPUs with %d GiB what AKS documents: %f CPUs", (cpu, memoryGiB, reserved) => {
  expect(azureNodeRoom({ cpu, memoryGiB }).cpu).toBeCloseTo(cpu - reserved, 5);
});

it("keeps 50 MB and 20 MB for each of 110 pods, but no more than a quarter", () => {
  expect(azureNodeRoom({ cpu: 4, memoryGiB: 16 }).memoryGiB).toBeCloseTo(16 - 2250 / 1024 - 100 / 1024, 5);
  expect(azureNodeRoom({ cpu: 2, memoryGiB: 8 }).memoryGiB).toBeCloseTo(8 - 2 - 100 / 1024, 5);
});
