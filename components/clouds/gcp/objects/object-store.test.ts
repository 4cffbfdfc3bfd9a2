import { describe, expect, it } from "vitest";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import { decideKeeping, decideLifecycle } from "./object-store.ts";

const wish: BucketWish = { dataClass: "internal", retentionDays: 0, keepVersions: 5 };

function rulesOf(changes: Partial<BucketWish>) {
  return decideLifecycle({ ...wish, ...changes });
}

describe("a bucket", () => {
  it("keeps versions or locks objects, never both, which Google refuses", () => {
    expect(decideKeeping(wish, "governance")).toEqual({ versioning: { enabled: true } });
    expect(decideKeeping({ ...wish, retentionDays: 2 }, undefined)).toEqual({
      versioning: { enabled: false },
      retentionPolicy: { isLocked: false, retentionPeriod: "172800" },
    });
  });

  // https://cloud.google.com/storage/docs/bucket-lock#policy-locks
  it("locks its period for ever only where that was asked for, and never one that it doesn't have", () => {
    const kept = { ...wish, retentionDays: 1 };
    expect(decideKeeping(kept, "compliance").retentionPolicy).toMatchObject({ isLocked: true });
    expect(decideKeeping(kept, "governance").retentionPolicy).toMatchObject({ isLocked: false });
    expect(decideKeeping(wish, "compliance")).toEqual({ versioning: { enabled: true } });
  });

  it("keeps as many earlier versions as wished for besides the live one", () => {
    expect(rulesOf({ keepVersions: 3 })).toContainEqual({
      action: { type: "Delete" },
      condition: { numNewerVersions: 4, withState: "ARCHIVED" },
    });
  });

  // https://cloud.google.com/storage/docs/lifecycle#dayssincenoncurrenttime
  it("lets earlier versions go after a month, since no newer one ever comes of an object that was deleted", () => {
    const left = (changes: Partial<BucketWish>) => rulesOf(changes)[2];
    const condition = { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" };
    expect(left({})).toEqual({ action: { type: "Delete" }, condition });
    expect(left({ deleteAfterDays: 3 })).toMatchObject({ condition: { daysSinceNoncurrentTime: 3 } });
  });

  it("has no rule for versions where there are none", () => {
    expect(rulesOf({ retentionDays: 30 })).toEqual(rulesOf({}).slice(0, 1));
  });

  it("moves objects to the class that is billed no longer than they lie there", () => {
    const classOf = (changes: Partial<BucketWish>): unknown =>
      rulesOf(changes).find(({ action }) => JSON.stringify(action).includes("SetStorageClass"));
    expect(classOf({ coldAfterDays: 30 })).toMatchObject({ action: { storageClass: "COLDLINE" } });
    expect(classOf({ coldAfterDays: 30, deleteAfterDays: 120 })).toMatchObject({
      action: { storageClass: "COLDLINE" },
    });
    expect(classOf({ coldAfterDays: 30, deleteAfterDays: 119 })).toMatchObject({
      action: { storageClass: "NEARLINE" },
    });
  });

  it("deletes objects at their age, and parts of uploads that never ended after a week", () => {
    expect(rulesOf({ deleteAfterDays: 90 }).at(-1)).toEqual({ action: { type: "Delete" }, condition: { age: 90 } });
    expect(rulesOf({})[0]).toEqual({ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } });
  });
});
