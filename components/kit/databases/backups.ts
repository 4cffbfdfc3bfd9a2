import type { Environment } from "../../../environments/schema/environment.ts";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";

/** Days after which a mistake is found at the latest, by tier: in production often weeks later. */
const leastDays: Readonly<Record<Environment["tier"], number>> = { development: 7, staging: 7, production: 30 };

/**
 * Days that the daily backups of a server are kept: at least those in which any moment can be restored, where it can be brought back to one, and
 * 30 in production, 7 elsewhere. Between 7 and 35, which every cloud can keep.
 */
export function decideBackupDays(
  { tier }: Pick<Environment, "tier">,
  { pitrDays }: Pick<PostgresWish, "pitrDays"> = { pitrDays: 0 },
): number {
  return Math.max(pitrDays, leastDays[tier]);
}
