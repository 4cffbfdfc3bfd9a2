import type { Environment } from "../../../environments/schema/environment.ts";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";

/** Days after which a mistake is found at the latest, by tier: in production often weeks later. */
const leastDays: Readonly<Record<Environment["tier"], number>> = { development: 7, staging: 7, production: 30 };

/** Days that copies of a store in the cluster are kept. Kinds that can't go back to any moment don't say how many. */
export function decideCopyDays(environment: Pick<Environment, "tier">, wish: object): number {
  const said = "pitrDays" in wish && typeof wish.pitrDays === "number" ? wish.pitrDays : 0;
  return decideBackupDays(environment, { pitrDays: said });
}

/**
 * Days that the daily backups of a managed server are kept: at least those in which any moment can be restored, and 30 in
 * production, 7 elsewhere. Between 7 and 35, which every cloud can keep.
 */
export function decideBackupDays(
  { tier }: Pick<Environment, "tier">,
  { pitrDays }: Pick<PostgresWish, "pitrDays"> = { pitrDays: 0 },
): number {
  return Math.max(pitrDays, leastDays[tier]);
}
