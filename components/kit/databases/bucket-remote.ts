import { objectRegion } from "../objects/objects-in-cluster.ts";

/**
 * How rclone logs in to a cloud's buckets as who a pod is: settings of a remote by their names.
 * https://rclone.org/docs/#environment-variables
 */
export type RcloneSettings = Readonly<Record<string, string>>;

/** The remote that scripts read and write, whatever it is. */
const bucketRemote = "bucket";

/** Where pods find who signed the certificate of buckets in the cluster. */
export const remoteAuthority = { mountPath: "/etc/landbridge/buckets", file: "ca.crt" } as const;

/** Of buckets in the cluster, which are named in the path. https://rclone.org/s3/ */
export const objectRemote: RcloneSettings = {
  TYPE: "s3",
  PROVIDER: "Other",
  FORCE_PATH_STYLE: "true",
  NO_CHECK_BUCKET: "true",
  REGION: objectRegion,
};

/**
 * Has rclone not take for an MD5 what isn't one, which it has no setting of the remote for; that what arrived is as long as what was sent it looks at nonetheless.
 * https://rclone.org/docs/#ignore-checksum
 */
export const lengthsAlone = { name: "RCLONE_IGNORE_CHECKSUM", value: "true" } as const;

/** Settings as variables of a container, in order of name. */
export function remoteVariables(settings: RcloneSettings): { readonly name: string; readonly value: string }[] {
  return Object.entries(settings)
    .map(([name, value]) => ({ name: remoteVariable(name), value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The variable in which rclone looks for a setting of the remote. */
export function remoteVariable(setting: string): string {
  return `RCLONE_CONFIG_${bucketRemote.toUpperCase()}_${setting}`;
}

/**
 * Lines of a shell script that know a bucket by its URL, which only the running pod can read: `$place` is where it is for rclone. On Azure the
 * URL begins with the name of a storage account.
 */
export const placeOfBucket: readonly string[] = [
  'case "$BUCKET_URL" in',
  "  https://*)",
  '    host="${BUCKET_URL#https://}"',
  `    export ${remoteVariable("ACCOUNT")}="\${host%%.*}"`,
  `    place="${bucketRemote}:\${BUCKET_URL##*/}" ;;`,
  `  *://*) place="${bucketRemote}:\${BUCKET_URL#*://}" ;;`,
  '  *) echo "no URL of a bucket: $BUCKET_URL" >&2; exit 2 ;;',
  "esac",
];
