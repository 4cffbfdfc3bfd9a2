import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { output, type CustomResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { isCopiedStore, type DocumentsBy } from "../../kit/databases/copied-stores.ts";
import {
  decideDocumentBackups,
  documentKeys,
  type DocumentPlace,
} from "../../kit/databases/mongodb/mongodb-backups.ts";
import { bucketKeysName, bucketName, objectPort, objectServer } from "../../kit/objects/objects-in-cluster.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import type { Labels } from "../../kit/labels.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import type { StoreMetadata } from "../store-metadata.ts";

/** Which members copy, and where to. */
export interface MongodbBackupsArgs {
  readonly store: string;
  readonly wish: MongodbWish;
  readonly places: BackupPlaces | undefined;
  readonly surroundings: Surroundings;
  readonly metadata: StoreMetadata;
}

/** What a cluster's members have to do with buckets. */
export interface MongodbBackups {
  readonly ready: readonly Resource[];
  /** Of the account that members run as; whoever takes them waits for its rights. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  readonly podLabels: Labels;
  /** `spec.backup`. */
  readonly backup: ReturnType<typeof decideDocumentBackups<Input<string>>>;
}

/** Who copies documents here: the agent logs in to buckets in the cluster by keys, and to some clouds' as who its pod is. */
export function decideDocumentsBy(store: string, places: BackupPlaces | undefined): DocumentsBy {
  const inCluster = places?.objects?.keys[storeIdentityName(store)] !== undefined;
  return inCluster || places?.podIdentity?.percona !== undefined ? "agent" : "jobs";
}

/**
 * Undefined for a store that has nothing to do with buckets, or that Jobs copy. Throws where nothing leads to its bucket, which no valid environment
 * wishes for.
 */
export function createMongodbBackups(
  name: string,
  args: MongodbBackupsArgs,
  opts: CustomResourceOptions,
): MongodbBackups | undefined {
  const { store, wish, places, surroundings } = args;
  if (!isCopiedStore(wish) || decideDocumentsBy(store, places) === "jobs") return undefined;
  const { backups, restoreFrom } = wish;
  const identity = storeIdentityName(store);
  const image = imageReference("mongodb-backup", surroundings.mirrors);
  const common = { store, wish, image };
  const placed = (place: (bucket: string) => DocumentPlace<Input<string>>) =>
    decideDocumentBackups(
      {
        ...common,
        own: backups === undefined ? undefined : place(backups.bucket),
        origin: restoreFrom === undefined ? undefined : { store: restoreFrom.store, place: place(restoreFrom.bucket) },
      },
      surroundings,
    );
  const keys = places?.objects?.keys[identity];
  if (places?.objects !== undefined && keys !== undefined) {
    const { region, authoritySecret, bucketUrls } = places.objects;
    const stringData = { [documentKeys.accessKey]: keys.accessKey, [documentKeys.secretKey]: keys.secretKey };
    const secret = new Secret(
      `${name}-bucket-keys`,
      { metadata: args.metadata(bucketKeysName(store)), stringData },
      opts,
    );
    const keysSecret = bucketKeysName(store);
    const backup = placed((bucket) => {
      const made = bucketUrls[bucket];
      if (made === undefined) throw new Error(`store ${store} names bucket ${bucket}, which isn't there`);
      const endpoint = output(made).apply(() => `${objectServer}.${namespaces.data}.svc:${objectPort}`);
      return { kind: "in-cluster", bucket: bucketName(bucket), region, endpoint, keysSecret, authoritySecret };
    });
    return { ready: [secret], annotations: {}, podLabels: {}, backup };
  }
  const id = places?.identities[identity];
  const storage = places?.podIdentity?.percona;
  if (id === undefined || places?.podIdentity === undefined || storage === undefined)
    throw new Error(`store ${store} has to do with buckets, to which nothing here leads`);
  const { annotation, podLabels } = places.podIdentity;
  const backup = placed((bucket) => {
    const found = places.bucketNames?.[bucket];
    if (found === undefined) throw new Error(`store ${store} names bucket ${bucket}, which isn't there`);
    return { kind: "cloud", storage, bucket: found };
  });
  return { ready: [], annotations: { [annotation]: id }, podLabels, backup };
}
