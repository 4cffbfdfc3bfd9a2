import type { BucketWish } from "../../../environments/schema/stores/stores.ts";

/** Days for which an earlier version of an object can be brought back at most. */
const earlierVersionDays = 30;

/**
 * Days after which an earlier version goes, counted from when its object was changed or deleted: nothing that was deleted
 * lives on for ever, and no version is kept for longer than its object would have been.
 */
export function decideEarlierVersionDays({ deleteAfterDays = Infinity }: Pick<BucketWish, "deleteAfterDays">): number {
  return Math.min(earlierVersionDays, deleteAfterDays);
}
