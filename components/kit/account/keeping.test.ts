import { expect, it } from "vitest";
import { keptDays, quietHours } from "./keeping.ts";
import { podAddressesPerNode, podsPerNode } from "../cluster/pod-room.ts";

// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
// https://cloud.google.com/storage/docs/soft-delete
it("keeps days that every cloud can: 7 to 30 for a key, 7 to 90 for a deleted object", () => {
  expect(keptDays.destroyedKey).toBeGreaterThanOrEqual(7);
  expect(keptDays.destroyedKey).toBeLessThanOrEqual(30);
  expect(keptDays.deletedObject).toBeGreaterThanOrEqual(7);
  expect(keptDays.deletedObject).toBeLessThanOrEqual(90);
});

it("backs up before it changes anything", () => {
  expect(quietHours.backup + 1).toBeLessThanOrEqual(quietHours.upkeep);
});

// https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
it("leaves each node twice as many addresses in its /24 as it has pods", () => {
  expect(podsPerNode * 2).toBeLessThanOrEqual(podAddressesPerNode);
});
