import type { Input } from "@pulumi/pulumi";
import {
  lengthsAlone,
  remoteAuthority,
  remoteVariable,
  remoteVariables,
  objectRemote,
} from "../kit/databases/bucket-remote.ts";
import { bucketKeys, bucketKeysName } from "../kit/objects/objects-in-cluster.ts";
import { storeIdentityName } from "../kit/rights/workload-identities.ts";
import type { Labels } from "../kit/labels.ts";
import type { CopyVariable } from "../kit/databases/copies/copy-pod.ts";
import type { BackupPlaces } from "./copies/backup-places.ts";

/** What pods of a store that copy are known by at buckets. */
export interface BucketLogin {
  /** Of their service account; whoever takes them waits for its rights. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  readonly podLabels: Labels;
  /** By which rclone finds buckets. */
  readonly variables: readonly CopyVariable<Input<string>>[];
  /** The Secret with who signed the certificate of buckets in the cluster. */
  readonly authoritySecret?: string;
  /** What a login there is made of, under the keys of `bucketKeys`; the Secret is `bucketKeysName`. */
  readonly keys?: Readonly<Record<string, Input<string>>>;
}

/** The login of a store. Throws where nothing leads to buckets, which no valid environment wishes for. */
export function bucketLoginOf(store: string, places: BackupPlaces | undefined): BucketLogin {
  const identity = storeIdentityName(store);
  const { objects, podIdentity } = places ?? {};
  const keys = objects?.keys[identity];
  if (objects !== undefined && keys !== undefined) {
    const secret = (key: string) => ({ secretKeyRef: { name: bucketKeysName(store), key } });
    return {
      annotations: {},
      podLabels: {},
      variables: [
        ...remoteVariables(objectRemote),
        { name: remoteVariable("ENDPOINT"), value: objects.endpoint },
        { name: remoteVariable("ACCESS_KEY_ID"), valueFrom: secret(bucketKeys.accessKey) },
        { name: remoteVariable("SECRET_ACCESS_KEY"), valueFrom: secret(bucketKeys.secretKey) },
        { name: "RCLONE_CA_CERT", value: `${remoteAuthority.mountPath}/${remoteAuthority.file}` },
      ],
      authoritySecret: objects.authoritySecret,
      keys: { [bucketKeys.accessKey]: keys.accessKey, [bucketKeys.secretKey]: keys.secretKey },
    };
  }
  const id = places?.identities[identity];
  if (id === undefined || podIdentity?.rclone === undefined)
    throw new Error(`store ${store} has to do with buckets, to which nothing here leads`);
  const { annotation, podLabels, rclone, falseHashes = false } = podIdentity;
  const variables = [...remoteVariables(rclone), ...(falseHashes ? [lengthsAlone] : [])];
  return { annotations: { [annotation]: id }, podLabels, variables };
}

/** Where a bucket is. Throws where it isn't there. */
export function bucketUrlOf(store: string, bucket: string, places: BackupPlaces | undefined): Input<string> {
  const url = places?.objects?.bucketUrls[bucket] ?? places?.bucketUrls[bucket];
  if (url === undefined) throw new Error(`store ${store} names bucket ${bucket}, which isn't there`);
  return url;
}
