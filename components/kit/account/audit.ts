import type { BucketWish } from "../../../environments/schema/stores/stores.ts";
import type { AuditWish } from "../../../environments/schema/spend.ts";

/** Days after which records of an audit trail move to cheaper storage: read often when young, hardly ever later. */
const coldAfterDays = 90;

/**
 * The bucket of an audit trail: it holds records for as long as they must stay, and is emptied a day later. Who can lift
 * its retention is `lock` of the wish.
 */
export function decideAuditBucket({ retentionDays }: Pick<AuditWish, "retentionDays">): BucketWish {
  return {
    dataClass: auditDataClass,
    retentionDays,
    deleteAfterDays: retentionDays + 1,
    // Cheaper storage has a shortest stay for which it is paid in any case.
    ...(retentionDays >= 2 * coldAfterDays ? { coldAfterDays } : {}),
    keepVersions: 1,
  };
}

/** Class of the records: they name people and what these did. */
export const auditDataClass = "confidential";
