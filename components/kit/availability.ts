import type { Environment } from "../../environments/schema/environment.ts";

/**
 * Whether a managed server has a standby in another zone that takes over by itself. Production always does; elsewhere
 * only the cost mode that buys safety, since a standby doubles the price.
 */
export function decideHighlyAvailable({ tier, costMode }: Pick<Environment, "tier" | "costMode">): boolean {
  return tier === "production" || costMode === "resilient";
}
