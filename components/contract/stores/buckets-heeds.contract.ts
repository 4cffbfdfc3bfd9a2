import type { BucketWish } from "../../../environments/schema/stores/stores.ts";
import type { AccessLogsSpec, ObjectStoreSpec } from "../../cloud.ts";
import { eachOf, otherTags, type Asked, type Others } from "../asked.contract.ts";
import { wishes, type Build } from "../kit.contract.ts";

const otherBuckets: Others<Omit<BucketWish, "dataClass" | "accessLogs" | "replicate">> = {
  retentionDays: { retentionDays: 30 },
  keepVersions: { keepVersions: 9 },
  coldAfterDays: { coldAfterDays: 31 },
  deleteAfterDays: { deleteAfterDays: 401 },
};

const lockedBy =
  (retentionLock: ObjectStoreSpec["retentionLock"]): Build =>
  (kit) =>
    kit.objectStore({ wish: { ...wishes.bucket, retentionDays: 30 }, retentionLock });

/** Fields of a bucket. */
export const objectStore: Asked<ObjectStoreSpec> = {
  wish: eachOf("wish", otherBuckets, (other) => (kit) => kit.objectStore({ wish: { ...wishes.bucket, ...other } })),
  purpose: { purpose: (kit) => kit.objectStore({ purpose: "audit-trail" }) },
  retentionLock: { retentionLock: [lockedBy("governance"), lockedBy("compliance")] },
  network: { network: (kit) => kit.objectStore({ network: "shop-second-network" }) },
  accessLogs: { accessLogs: (kit) => kit.objectStore({ accessLogs: true }) },
  secondary: { secondary: (kit) => kit.objectStore({ secondary: true }) },
  key: { key: (kit) => kit.objectStore({ key: false }) },
  tags: { tags: (kit) => kit.objectStore({ tags: otherTags }) },
  protect: { protect: (kit) => kit.objectStore({ protect: false }) },
};

/** Fields of the place for access logs. */
export const accessLogs: Asked<AccessLogsSpec> = {
  logDays: { logDays: (kit) => kit.accessLogs({ logDays: 365 }) },
  tags: { tags: (kit) => kit.accessLogs({ tags: otherTags }) },
  protect: { protect: (kit) => kit.accessLogs({ protect: false }) },
};
