import type { Environment } from "../../../environments/schema/environment.ts";
import type { BarmanCredentials } from "../databases/postgres/postgres-backups.ts";
import { podSelector } from "../labels.ts";
import type { Capacity } from "../sizes.ts";

/** Where buckets are that the cloud doesn't hold: see `ClusterFacts.objects`. */
export type ObjectPlace = "in-cluster";

/** Name of the server that holds buckets in the cluster, and of its objects. No store is called so: each name has its store's first. */
export const objectServer = "landbridge-objects";

/** Labels by which its pod is found. */
export const objectLabels = podSelector({ name: objectServer, component: "store" });

/** TCP port of its S3 API, always over TLS. */
export const objectPort = 8333;

/** The region that clients sign for; there is but one. */
export const objectRegion = "us-east-1";

/** What the server requests, and what deletes by age beside it. */
export const objectSizes = {
  server: { cpu: 0.1, memoryGiB: 0.5 },
  deleter: { cpu: 0.05, memoryGiB: 0.125 },
} as const satisfies Record<string, Capacity>;

/** Volume of all buckets together in GiB. Where a laptop's volumes are folders, as kind's and k3d's, its disk is the limit. */
export const objectVolumeGiB = 10;

/** Whether an environment's buckets are in its cluster. */
export function holdsBuckets(
  { buckets }: Pick<Environment, "buckets">,
  { objects }: { readonly objects?: ObjectPlace | undefined },
): boolean {
  return objects === "in-cluster" && Object.keys(buckets).length > 0;
}

/** A bucket's name at the server: with a word before it, since two letters are too few for S3. */
export function bucketName(bucket: string): string {
  return `landbridge-${bucket}`;
}

/** Keys of the Secret by which a store's servers log in. */
export const bucketKeys = { accessKey: "access-key", secretKey: "secret-key", region: "region" } as const;

/** Name of that Secret. */
export function bucketKeysName(store: string): string {
  return `${store}-bucket-keys`;
}

/**
 * How Barman logs in with keys instead of an identity.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/#s3-lifecycle-policy
 */
export function barmanKeys(store: string): BarmanCredentials {
  const name = bucketKeysName(store);
  return {
    s3Credentials: {
      accessKeyId: { name, key: bucketKeys.accessKey },
      secretAccessKey: { name, key: bucketKeys.secretKey },
      region: { name, key: bucketKeys.region },
    },
  };
}
