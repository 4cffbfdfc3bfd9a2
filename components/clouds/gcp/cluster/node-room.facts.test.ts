import { expect, it } from "vitest";
import { gcpNodeRoom } from "./node-room.ts";

// https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes: a node of 4 CPUs has 3920m, one of 64 GiB keeps
// 1 + 0.8 + 0.8 + 2.88 GiB, and 100 MiB for evictions.
it("is what GKE documents", () => {
  expect(gcpNodeRoom({ cpu: 4, memoryGiB: 16 }).cpu).toBeCloseTo(3.92, 5);
  expect(gcpNodeRoom({ cpu: 2, memoryGiB: 8 })).toEqual({ cpu: 1.93, memoryGiB: 8 - 1.8 - 100 / 1024 });
  expect(gcpNodeRoom({ cpu: 16, memoryGiB: 64 }).memoryGiB).toBeCloseTo(64 - 5.48 - 100 / 1024, 5);
  expect(gcpNodeRoom({ cpu: 16, memoryGiB: 128 }).memoryGiB).toBeCloseTo(128 - 9.32 - 100 / 1024, 5);
});
