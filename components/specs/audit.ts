import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";
import type { ObjectStore } from "./object-store.ts";

/** What a cloud's record of who changed what is asked to be. */
export interface AuditTrailSpec {
  /** Where records go: a bucket whose `purpose` is `audit-trail`. */
  readonly store: ObjectStore;
  /** The key of that bucket, for a cloud whose trail encrypts by itself. Absent where the cloud has no keys. */
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A trail gives nothing that others use. */
export type AuditTrail = object;
