import type { Environment } from "../../../environments/schema/environment.ts";
import type { BucketWish } from "../../../environments/schema/stores/stores.ts";
import { keptDays } from "../account/keeping.ts";
import { decideEarlierVersionDays } from "./earlier-versions.ts";
import { bucketName, objectRegion } from "./objects-in-cluster.ts";

/** Where the Job finds its files. It sets no passwords. */
export const objectSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Files of the Job that makes buckets: a line for each, and what it is told of versions, locks and ages. It can run any number of
 * times. A bucket that is no longer wished for stays, since it holds data.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
 */
export function decideObjectSetup({ buckets }: Pick<Environment, "buckets">): Record<string, string> {
  const wishes = Object.entries(buckets).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    "setup.sh": script,
    buckets: wishes.map(([name, wish]) => `${bucketName(name)} ${name} ${lockOf(wish)}\n`).join(""),
    versioning: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
    ...Object.fromEntries(wishes.map(([name, wish]) => [`lifecycle.${name}`, decideLifecycleXml(wish)])),
    ...Object.fromEntries(
      wishes.filter(([, wish]) => wish.retentionDays > 0).map(([name, wish]) => [`lock.${name}`, decideLockXml(wish)]),
    ),
  };
}

function lockOf({ retentionDays }: BucketWish): "locked" | "open" {
  return retentionDays > 0 ? "locked" : "open";
}

/** The same ages as on clouds. Objects don't move to cheaper storage: there is one disk. */
export function decideLifecycleXml(wish: BucketWish): string {
  const { keepVersions, deleteAfterDays } = wish;
  const rules = [
    rule(
      "abort-uploads",
      within("AbortIncompleteMultipartUpload", within("DaysAfterInitiation", keptDays.abandonedUpload)),
    ),
    rule(
      "keep-versions",
      within(
        "NoncurrentVersionExpiration",
        within("NoncurrentDays", 1) + within("NewerNoncurrentVersions", keepVersions),
      ),
    ),
    rule(
      "drop-versions",
      within("NoncurrentVersionExpiration", within("NoncurrentDays", decideEarlierVersionDays(wish))),
    ),
    rule("drop-empty-markers", within("Expiration", within("ExpiredObjectDeleteMarker", "true"))),
    ...(deleteAfterDays === undefined ? [] : [rule("delete", within("Expiration", within("Days", deleteAfterDays)))]),
  ];
  return within("LifecycleConfiguration", rules.join(""));
}

/** For as long as nobody with the right to do so says otherwise. */
function decideLockXml({ retentionDays }: BucketWish): string {
  const retention = within("DefaultRetention", within("Mode", "GOVERNANCE") + within("Days", retentionDays));
  return within("ObjectLockConfiguration", within("ObjectLockEnabled", "Enabled") + within("Rule", retention));
}

function rule(id: string, action: string): string {
  const which = within("ID", id) + within("Status", "Enabled") + within("Filter", within("Prefix", ""));
  return within("Rule", which + action);
}

function within(tag: string, contents: number | string): string {
  return `<${tag}>${contents}</${tag}>`;
}

/**
 * What is sent is written before, and its hash said, as S3 wants it; a parameter without a value has its `=`, as it is signed. The key
 * goes by a file of curl's, never by arguments.
 * https://curl.se/docs/manpage.html#--aws-sigv4
 */
const script = String.raw`set -eu
umask 077
settings="$TMPDIR/settings"
answer="$TMPDIR/answer"
printf 'user = "%s:%s"\ncacert = "%s"\n' "$ADMIN_USER" "$ADMIN_PASSWORD" "$AUTHORITY" > "$settings"
failed=0

# ask PATH FILE [HEADER]: sets status, and leaves the answer.
ask() {
  : > "$answer"
  status=$(curl --config "$settings" --silent --show-error --proto '=https' --connect-timeout 10 --max-time 60 \
    --retry 20 --retry-connrefused --retry-all-errors --retry-max-time 300 --aws-sigv4 'aws:amz:${objectRegion}:s3' \
    --request PUT --header 'content-type: application/xml' \
    --header "x-amz-content-sha256: $(sha256sum < "$2" | cut -c 1-64)" ${'${3:+--header "$3"}'} --data-binary "@$2" \
    --output "$answer" --write-out '%{http_code}' "$ENDPOINT/$1") || {
    echo "$1: no answer from $ENDPOINT" >&2
    exit 1
  }
}

# must WHAT: what was asked last was done.
must() {
  case "$status" in
    2*) ;;
    *) echo "$1: $status $(cat "$answer")" >&2; failed=1 ;;
  esac
}

: > "$TMPDIR/nothing"
while read -r bucket name lock; do
  case "$lock" in
    locked) ask "$bucket" "$TMPDIR/nothing" 'x-amz-bucket-object-lock-enabled: true' ;;
    *) ask "$bucket" "$TMPDIR/nothing" ;;
  esac
  # One that is there already stays as it is.
  if [ "$status" != 409 ]; then must "make bucket $name"; fi
  ask "$bucket?versioning=" "$FILES/versioning"
  must "keep versions of bucket $name"
  ask "$bucket?lifecycle=" "$FILES/lifecycle.$name"
  must "ages of bucket $name"
  if [ "$lock" = locked ]; then
    ask "$bucket?object-lock=" "$FILES/lock.$name"
    must "lock objects of bucket $name"
  fi
done < "$FILES/buckets"

exit "$failed"
`;
