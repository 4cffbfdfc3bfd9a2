import type { Environment } from "../../../environments/schema/environment.ts";
import type { BucketWish } from "../../../environments/schema/stores/stores.ts";

/** Classes of data for which it matters who has seen them. */
const watched: readonly BucketWish["dataClass"][] = ["confidential", "personal"];

/**
 * Whether it is written down who reads and writes a bucket's objects: as the bucket wishes; else in production for data
 * that is confidential or personal, where the cloud can (`offered`).
 */
export function decideAccessLogs(
  { accessLogs, dataClass }: Pick<BucketWish, "accessLogs" | "dataClass">,
  { tier }: Pick<Environment, "tier">,
  offered: boolean,
): boolean {
  return accessLogs ?? (offered && tier === "production" && watched.includes(dataClass));
}
