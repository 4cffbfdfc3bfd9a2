import type { Network } from "../../components/cloud.ts";
import { auditDataClass, decideAuditBucket } from "../../components/kit/account/audit.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { BucketLogs } from "./access-logs.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The audit trail with its bucket, where the environment wishes for one. */
export function createAuditTrail(
  { name, environment, cloud, opts }: Place,
  { network, keys, logs }: { readonly network: Network; readonly keys: Keys; readonly logs: BucketLogs },
): void {
  if (environment.audit === undefined) return;
  const { protect } = environment;
  const tags = decideTags(environment, auditDataClass);
  const wish = decideAuditBucket(environment.audit);
  const retentionLock = environment.audit.lock;
  const bucket = { wish, purpose: "audit-trail", retentionLock, network, accessLogs: logs.of(wish) } as const;
  const key = keys.get(auditDataClass);
  const store = cloud.objectStore(`${name}-audit-records`, { ...bucket, key, tags, protect }, opts);
  cloud.auditTrail(`${name}-audit-trail`, { store, key, tags: decideTags(environment), protect }, opts);
}
