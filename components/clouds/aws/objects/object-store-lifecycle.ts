import type { s3 } from "@pulumi/aws/types/input.js";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { staysCold } from "../../../kit/objects/cold-storage.ts";
import { decideEarlierVersionDays } from "../../../kit/objects/earlier-versions.ts";

/** A rule of a bucket's lifecycle. */
export type LifecycleRule = s3.BucketLifecycleConfigurationRule;

/** What happens to objects as they age. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export function decideLifecycle(wish: BucketWish): LifecycleRule[] {
  const { keepVersions, coldAfterDays, deleteAfterDays } = wish;
  const rules: LifecycleRule[] = [
    rule("abort-uploads", { abortIncompleteMultipartUpload: { daysAfterInitiation: keptDays.abandonedUpload } }),
    // A day is the least that S3 takes; it counts from when a newer version came.
    rule("keep-versions", {
      noncurrentVersionExpiration: { noncurrentDays: 1, newerNoncurrentVersions: keepVersions },
    }),
    // Also those of objects that were deleted or expired, which the rule above would keep for ever.
    rule("drop-versions", { noncurrentVersionExpiration: { noncurrentDays: decideEarlierVersionDays(wish) } }),
    rule("drop-empty-markers", { expiration: { expiredObjectDeleteMarker: true } }),
  ];
  if (coldAfterDays !== undefined) {
    const storageClass = decideColdClass({ coldAfterDays, deleteAfterDays });
    rules.push(rule("move-to-cold", { transitions: [{ days: coldAfterDays, storageClass }] }));
  }
  if (deleteAfterDays !== undefined) {
    rules.push(rule("delete", { expiration: { days: deleteAfterDays } }));
  }
  return rules;
}

// A rule must say what it is about: all objects.
function rule(id: string, action: Omit<LifecycleRule, "id" | "status" | "filter">): LifecycleRule {
  return { id, status: "Enabled", filter: { prefix: "" }, ...action };
}

type ColdClass = "GLACIER_IR" | "STANDARD_IA" | "INTELLIGENT_TIERING";

/**
 * Glacier Instant Retrieval is billed for 90 days at least; Standard-IA for 30, and takes no object younger than that.
 * What fits neither moves by itself between tiers, which costs a fee for each object and has no least time. All of them
 * answer at once.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function decideColdClass(wish: Pick<BucketWish, "coldAfterDays" | "deleteAfterDays">): ColdClass {
  if (staysCold(wish)) return "GLACIER_IR";
  const { coldAfterDays = 0, deleteAfterDays = Infinity } = wish;
  const least = 30;
  return coldAfterDays >= least && deleteAfterDays - coldAfterDays >= least ? "STANDARD_IA" : "INTELLIGENT_TIERING";
}
