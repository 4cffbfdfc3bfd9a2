import type { AccessLogs } from "../../components/cloud.ts";
import { decideAccessLogs } from "../../components/kit/objects/access-logs.ts";
import { auditDataClass } from "../../components/kit/account/audit.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { BucketWish } from "../../environments/schema/stores/stores.ts";
import type { Place } from "./place.ts";

/** Where buckets write down who reads and writes their objects. */
export interface BucketLogs {
  /** The one place of the environment, for a bucket that is to have it. */
  of(wish: BucketWish): AccessLogs | undefined;
}

/** The place for records of access to buckets, made with the first bucket that has any. */
export function createBucketLogs({ name, environment, cloud, opts }: Place): BucketLogs {
  const offered = cloud.capabilities["buckets.accessLogs"].supported;
  let place: AccessLogs | undefined;
  return {
    of(wish) {
      if (!decideAccessLogs(wish, environment, offered)) return undefined;
      const { logDays } = decideSpending(environment);
      // Records name people, and objects by names that may say more.
      const tags = decideTags(environment, auditDataClass);
      const spec = { logDays, tags, protect: environment.protect };
      return (place ??= cloud.accessLogs(`${name}-access-logs`, spec, opts));
    },
  };
}
