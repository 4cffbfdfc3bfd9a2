import type { Environment } from "../../../environments/schema/environment.ts";
import type { Issue } from "../../kit/errors.ts";
import { autoNameSuffix, nameLimits } from "./names.ts";

/** The roles that are added to a bucket's name. */
const bucketRoles = "-bucket-".length + "-s3".length;
const copyRole = "-copy".length;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const tabooBeginnings: readonly string[] = ["xn--", "sthree-", "amzn-s3-demo-"];

/** What S3 would refuse of the buckets of an environment. */
export function checkBuckets({ name, buckets }: Pick<Environment, "name" | "buckets">): Issue[] {
  return Object.entries(buckets).flatMap(([bucket, { replicate }]) => {
    const issue = (rule: string, wayOut: string): Issue => ({ path: `buckets.${bucket}`, value: bucket, rule, wayOut });
    const tooLong =
      name.length +
      bucketRoles +
      (replicate === true ? copyRole : 0) +
      bucket.length +
      autoNameSuffix -
      nameLimits.bucket;
    return [
      ...(tooLong > 0
        ? [
            issue(
              `makes a name of ${nameLimits.bucket + tooLong} characters, S3 takes ${nameLimits.bucket}`,
              `shorten it or the environment's name by ${tooLong}`,
            ),
          ]
        : []),
      ...tabooBeginnings
        .filter((beginning) => name.startsWith(beginning))
        .map((beginning) =>
          issue(
            `makes a bucket whose name begins with ${beginning}, which S3 keeps for itself`,
            "choose another name for the environment",
          ),
        ),
    ];
  });
}
