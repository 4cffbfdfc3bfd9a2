import type { Environment } from "../../../../environments/schema/environment.ts";
import type { MongodbWish } from "../../../../environments/schema/stores/mongodb.ts";
import { quietHours } from "../../account/keeping.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import { restrictedContainer } from "../../workloads/pod-security.ts";
import { decideBackupDays } from "../backups.ts";
import { minuteOf } from "../copy-schedule.ts";

/** How Percona's agent and operator log in to a cloud's buckets as who their pods are, in their own words. */
export type PerconaStorage = { readonly type: "s3"; readonly region: string } | { readonly type: "gcs" };

/** Where a bucket is: one of a cloud's, or one in the cluster with its login. */
export type DocumentPlace<T> =
  | { readonly kind: "cloud"; readonly storage: PerconaStorage; readonly bucket: T }
  | {
      readonly kind: "in-cluster";
      readonly bucket: string;
      readonly region: string;
      /** `host:port`, known only after the bucket is there. */
      readonly endpoint: T;
      readonly keysSecret: string;
      readonly authoritySecret: string;
    };

/** Names of the storages of a cluster: its own, and the one that people may bring from. */
const documentStorages = { own: "own", origin: "origin" } as const;

/** Keys of the Secret with a login at buckets in the cluster. */
export const documentKeys = { accessKey: "AWS_ACCESS_KEY_ID", secretKey: "AWS_SECRET_ACCESS_KEY" } as const;

/** What the agent beside each member requests: it packs what goes by. */
export function decideAgentSize({ size }: Pick<MongodbWish, "size">): Capacity {
  return sizes[size].memoryGiB >= 8 ? { cpu: 0.3, memoryGiB: 1 } : { cpu: 0.1, memoryGiB: 0.5 };
}

/** Minutes between two copies of the log of writes: what is lost at most with all members. */
const spanMinutes = 5;

/** What is asked of the backups of a cluster. */
export interface DocumentBackups<T> {
  readonly store: string;
  readonly wish: MongodbWish;
  readonly image: string;
  readonly own?: DocumentPlace<T> | undefined;
  readonly origin?: { readonly store: string; readonly place: DocumentPlace<T> } | undefined;
}

/**
 * The part of a PerconaServerMongoDB that copies it: documents each night, and the log of writes all the time once a whole copy is there. A copy
 * is of documents and not of files, so that it can be brought into a cluster with other users and passwords.
 * https://docs.percona.com/percona-operator-for-mongodb/backups.html
 */
export function decideDocumentBackups<T>(
  { store, wish, image, own, origin }: DocumentBackups<T>,
  environment: Pick<Environment, "tier">,
) {
  const { cpu, memory } = quantities(decideAgentSize(wish));
  return {
    enabled: true,
    image,
    resources: { requests: { cpu, memory }, limits: { memory } },
    containerSecurityContext: restrictedContainer(),
    storages: {
      ...(own === undefined ? {} : { [documentStorages.own]: { ...storageOf(own, store), main: true } }),
      ...(origin === undefined
        ? {}
        : { [documentStorages.origin]: { ...storageOf(origin.place, origin.store), main: own === undefined } }),
    },
    tasks: own === undefined ? [] : [decideTask(store, decideBackupDays(environment, wish))],
    pitr:
      own === undefined
        ? { enabled: false }
        : { enabled: true, oplogOnly: false, oplogSpanMin: spanMinutes, compressionType: "zstd" },
  };
}

function decideTask(store: string, days: number) {
  return {
    name: "daily",
    enabled: true,
    type: "logical",
    schedule: `${minuteOf(store)} ${quietHours.backup} * * *`,
    storageName: documentStorages.own,
    compressionType: "zstd",
    // One is made each day, and the log of writes goes with the oldest.
    retention: { type: "count", count: days, deleteFromStorage: true },
  };
}

function storageOf<T>(place: DocumentPlace<T>, prefix: string) {
  if (place.kind === "in-cluster")
    return {
      type: "minio",
      minio: {
        ...{ bucket: place.bucket, prefix, region: place.region, endpointUrl: place.endpoint },
        ...{ credentialsSecret: place.keysSecret, forcePathStyle: true, secure: true },
        caBundle: { name: place.authoritySecret, key: "ca.crt" },
      },
    };
  const { storage, bucket } = place;
  switch (storage.type) {
    case "s3":
      return { type: "s3", s3: { bucket, prefix, region: storage.region } };
    case "gcs":
      return { type: "gcs", gcs: { bucket, prefix } };
    default:
      return storage satisfies never;
  }
}
