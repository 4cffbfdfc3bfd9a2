import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import { decideColdClass, decideLifecycle } from "./object-store-lifecycle.ts";

const wish: BucketWish = { dataClass: "internal", retentionDays: 0, keepVersions: 5 };
const ruleOf = (id: string, changes: Partial<BucketWish> = {}) =>
  decideLifecycle({ ...wish, ...changes }).find((rule) => rule.id === id);

describe("the lifecycle of a bucket", () => {
  it("keeps as many earlier versions as wished for", () => {
    expect(ruleOf("keep-versions", { keepVersions: 3 })).toMatchObject({
      noncurrentVersionExpiration: { newerNoncurrentVersions: 3, noncurrentDays: 1 },
    });
  });

  it("deletes objects at their age, and what is left of any a month later at most", () => {
    expect(ruleOf("delete", { deleteAfterDays: 400 })).toMatchObject({ expiration: { days: 400 } });
    expect(ruleOf("delete")).toBeUndefined();
    const left = (changes: Partial<BucketWish>) => ruleOf("drop-versions", changes)?.noncurrentVersionExpiration;
    expect(left({})).toEqual({ noncurrentDays: 30 });
    expect(left({ deleteAfterDays: 400 })).toEqual({ noncurrentDays: 30 });
    expect(left({ deleteAfterDays: 3 })).toEqual({ noncurrentDays: 3 });
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
  it("drops empty markers in a rule of its own, since S3 takes no days beside", () => {
    expect(ruleOf("drop-empty-markers", { deleteAfterDays: 400 })?.expiration).toEqual({
      expiredObjectDeleteMarker: true,
    });
  });

  it("says of each rule that it is about all objects, under one id each", () => {
    const rules = decideLifecycle({ ...wish, coldAfterDays: 30, deleteAfterDays: 400 });
    expect(rules.map(({ filter, status }) => ({ filter, status }))).toEqual(
      rules.map(() => ({ filter: { prefix: "" }, status: "Enabled" })),
    );
    expect(new Set(rules.map(({ id }) => id)).size).toBe(6);
  });
});

describe("cold storage", () => {
  it("is the class that is billed no longer than objects lie there", () => {
    expect(decideColdClass({ coldAfterDays: 30 })).toBe("GLACIER_IR");
    expect(decideColdClass({ coldAfterDays: 30, deleteAfterDays: 120 })).toBe("GLACIER_IR");
    expect(decideColdClass({ coldAfterDays: 30, deleteAfterDays: 119 })).toBe("STANDARD_IA");
    expect(decideColdClass({ coldAfterDays: 29, deleteAfterDays: 119 - 1 })).toBe("INTELLIGENT_TIERING");
    expect(decideColdClass({ coldAfterDays: 30, deleteAfterDays: 59 })).toBe("INTELLIGENT_TIERING");
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
  it("is never Standard-IA for objects younger than the 30 days that S3 asks for", () => {
    const days = fc.record({ coldAfterDays: fc.integer({ min: 1, max: 90 }), stays: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(days, ({ coldAfterDays, stays }) => {
        const chosen = decideColdClass({ coldAfterDays, deleteAfterDays: coldAfterDays + stays });
        if (chosen === "STANDARD_IA") expect(Math.min(coldAfterDays, stays)).toBeGreaterThanOrEqual(30);
      }),
    );
  });
});
