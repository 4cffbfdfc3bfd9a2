import { Bucket, type BucketArgs } from "@pulumi/gcp/storage/bucket.js";
import type { storage } from "@pulumi/gcp/types/input.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import type { ObjectStore, ObjectStoreSpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { staysCold } from "../../../kit/objects/cold-storage.ts";
import { Component } from "../../../kit/component.ts";
import { decideEarlierVersionDays } from "../../../kit/objects/earlier-versions.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { logAccess } from "./access-logs.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpObjectStoreTransforms {
  readonly bucket?: Transform<BucketArgs>;
}

/** What a bucket is for. Cloud Storage has one address for all, so it needs no network. */
export type GcpBucketSpec = Omit<ObjectStoreSpec, "network">;

/** What a bucket is made from. */
export interface GcpObjectStoreArgs {
  readonly apis: Apis;
  readonly spec: GcpBucketSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpObjectStoreTransforms | undefined;
}

/** A private bucket in the region, with the environment's retention. */
export class GcpObjectStore extends Component implements ObjectStore {
  static readonly type = "landbridge:gcp:ObjectStore";
  readonly url: Output<string>;
  readonly bucket: Output<string>;
  readonly id: Output<string>;
  /** Whether what is deleted or overwritten is kept as an earlier version for a while. */
  readonly versioned: boolean;

  constructor(name: string, { apis, spec, settings, transforms }: GcpObjectStoreArgs, opts: ComponentResourceOptions) {
    super(GcpObjectStore.type, name, { wish: spec.wish }, opts);
    const dependsOn = apis.enable(["storage"], opts);
    const bucket = new Bucket(
      autoNamed(`${name}-gcs`, nameLimits.bucket),
      transformed(transforms?.bucket, bucketArgs(spec, settings)),
      { parent: this, dependsOn, ...holdsData(spec.protect) },
    );
    if (spec.accessLogs !== undefined) logAccess(`${name}-access`, bucket.name, spec.accessLogs, this);
    this.url = bucket.url;
    this.bucket = bucket.name;
    this.id = bucket.id;
    this.versioned = spec.wish.retentionDays === 0;
    this.registerOutputs({ url: this.url, bucket: this.bucket });
  }
}

/** The bucket as this cloud made it. Throws for another cloud's, which is a mistake of ours. */
export function gcpObjectStore(store: ObjectStore): GcpObjectStore {
  if (store instanceof GcpObjectStore) return store;
  throw new Error("a bucket of Google's is needed");
}

function bucketArgs({ wish, purpose, retentionLock, key, tags }: GcpBucketSpec, { regions }: GcpSettings): BucketArgs {
  return {
    location: regions.primary,
    storageClass: "STANDARD",
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    forceDestroy: false,
    labels: labelsOf(tags),
    ...(key === undefined ? {} : { encryption: { defaultKmsKeyName: key.id } }),
    ...decideKeeping(wish, retentionLock),
    // What a visitor of a folder is shown. https://cloud.google.com/storage/docs/static-website#specialty-pages
    ...(purpose === "edge" ? { website: { mainPageSuffix: "index.html" } } : {}),
    lifecycleRules: decideLifecycle(wish),
    softDeletePolicy: { retentionDurationSeconds: keptDays.deletedObject * daySeconds },
  };
}

const daySeconds = 24 * 60 * 60;

/**
 * Versions or a lock, never both: Google refuses one with the other, and where nothing can be overwritten there are no
 * earlier versions. The period itself is locked by `compliance` alone: nobody can ever undo that, not even to shorten a
 * mistaken period. https://cloud.google.com/storage/docs/bucket-lock
 */
export function decideKeeping(
  { retentionDays }: BucketWish,
  lock: GcpBucketSpec["retentionLock"],
): Pick<BucketArgs, "versioning" | "retentionPolicy"> {
  if (retentionDays === 0) return { versioning: { enabled: true } };
  return {
    versioning: { enabled: false },
    retentionPolicy: { isLocked: lock === "compliance", retentionPeriod: String(retentionDays * daySeconds) },
  };
}

/** What happens to objects as they age. https://cloud.google.com/storage/docs/lifecycle */
export function decideLifecycle(wish: BucketWish): storage.BucketLifecycleRule[] {
  const { retentionDays, keepVersions, coldAfterDays, deleteAfterDays } = wish;
  const rules: storage.BucketLifecycleRule[] = [
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: keptDays.abandonedUpload } },
  ];
  if (retentionDays === 0) {
    // Newer than the oldest that is kept: the other earlier versions and the live one.
    const condition = { numNewerVersions: keepVersions + 1, withState: "ARCHIVED" };
    rules.push({ action: { type: "Delete" }, condition });
    // Also those of objects that were deleted, of which no newer version ever comes.
    const daysSinceNoncurrentTime = decideEarlierVersionDays(wish);
    rules.push({ action: { type: "Delete" }, condition: { daysSinceNoncurrentTime, withState: "ARCHIVED" } });
  }
  if (coldAfterDays !== undefined) {
    // https://cloud.google.com/storage/docs/storage-classes
    const storageClass = staysCold(wish) ? "COLDLINE" : "NEARLINE";
    rules.push({ action: { type: "SetStorageClass", storageClass }, condition: { age: coldAfterDays } });
  }
  if (deleteAfterDays !== undefined) rules.push({ action: { type: "Delete" }, condition: { age: deleteAfterDays } });
  return rules;
}
