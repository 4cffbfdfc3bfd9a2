import type { Check } from "../cross-rules.ts";

/** A lock that nobody can lift is for an environment that stays: one with it can't be destroyed while records must stay. */
export const lockedTrailsStay: Check = ({ audit, tier, protect }, at) => {
  if (audit?.lock !== "compliance") return [];
  const rule = "would keep this environment from being destroyed, which nobody could undo";
  if (tier === "development")
    return [{ ...at(["audit", "lock"]), rule, wayOut: "write governance, or keep it for staging and production" }];
  if (!protect)
    return [{ ...at(["audit", "lock"]), rule, wayOut: "write protect: true, so that nobody begins to, or governance" }];
  return [];
};
