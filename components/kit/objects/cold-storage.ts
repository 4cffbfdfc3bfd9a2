import type { BucketWish } from "../../../environments/schema/stores/stores.ts";

/** Days for which the colder class of storage is billed at least. The less cold one is billed for 30, on every cloud. */
const coldestLeastDays = 90;

/** Whether objects lie cold for so long that the colder class is worth its least time. */
export function staysCold({
  coldAfterDays = Infinity,
  deleteAfterDays = Infinity,
}: Pick<BucketWish, "coldAfterDays" | "deleteAfterDays">): boolean {
  return coldAfterDays !== Infinity && deleteAfterDays - coldAfterDays >= coldestLeastDays;
}
