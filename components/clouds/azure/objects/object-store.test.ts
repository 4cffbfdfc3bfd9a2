import { describe, expect, it } from "vitest";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import { decideBlobService, decideLifecycle } from "./object-store-args.ts";

const wish: BucketWish = { dataClass: "internal", retentionDays: 0, keepVersions: 5 };

function actionsOf(changes: Partial<BucketWish>): unknown[] {
  return decideLifecycle({ ...wish, ...changes }).map(({ definition }) => definition);
}

describe("a bucket", () => {
  it("has no rules where nothing ages, since Azure refuses a policy without any", () => {
    expect(decideLifecycle(wish)).toEqual([]);
  });

  it("keeps versions or locks blobs, never both", () => {
    expect(decideBlobService(wish).isVersioningEnabled).toBe(true);
    expect(decideBlobService({ ...wish, retentionDays: 2 }).isVersioningEnabled).toBe(false);
  });

  it("can bring back what was deleted for a week", () => {
    const { deleteRetentionPolicy, containerDeleteRetentionPolicy } = decideBlobService(wish);
    expect([deleteRetentionPolicy, containerDeleteRetentionPolicy]).toMatchObject([
      { enabled: true, days: 7, allowPermanentDelete: false },
      { enabled: true, days: 7 },
    ]);
  });

  it("moves block blobs and their versions to the tier that is billed no longer than they lie there", () => {
    const move = (tier: string) => ({
      actions: {
        baseBlob: { [tier]: { daysAfterModificationGreaterThan: 30 } },
        version: { [tier]: { daysAfterCreationGreaterThan: 30 } },
      },
      filters: { blobTypes: ["blockBlob"] },
    });
    expect(actionsOf({ coldAfterDays: 30 })).toEqual([move("tierToCold")]);
    expect(actionsOf({ coldAfterDays: 30, deleteAfterDays: 119 })[0]).toEqual(move("tierToCool"));
  });

  it("deletes blobs of both kinds and their versions at their age", () => {
    expect(actionsOf({ deleteAfterDays: 90 })).toEqual([
      {
        actions: {
          baseBlob: { delete: { daysAfterModificationGreaterThan: 90 } },
          version: { delete: { daysAfterCreationGreaterThan: 90 } },
        },
        filters: { blobTypes: ["blockBlob", "appendBlob"] },
      },
    ]);
  });

  it("never deletes versions by their number, which Azure can't count, so as many as wished for are there", () => {
    expect(decideLifecycle({ ...wish, keepVersions: 1 })).toEqual([]);
  });

  it("says nothing of versions where there are none", () => {
    expect(JSON.stringify(actionsOf({ retentionDays: 5, coldAfterDays: 30, deleteAfterDays: 90 }))).not.toContain(
      "version",
    );
  });

  it("has rules of different names, as a policy asks", () => {
    const names = decideLifecycle({ ...wish, coldAfterDays: 30, deleteAfterDays: 90 }).map(({ name }) => name);
    expect(names).toEqual(["cold", "delete"]);
  });
});
