import type { Environment } from "../../../../environments/schema/environment.ts";
import { checkLength } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";

/** The roles that are added to a bucket's name. */
const bucketRoles = "-bucket-".length + "-s3".length;
const copyRole = "-copy".length;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const tabooBeginnings: readonly string[] = ["xn--", "sthree-", "amzn-s3-demo-"];

/** What S3 would refuse of the buckets of an environment. */
export function checkBuckets({ name, buckets }: Pick<Environment, "name" | "buckets">): Issue[] {
  return Object.entries(buckets).flatMap(([bucket, { replicate }]) => {
    const issue = (rule: string, wayOut: string): Issue => ({ path: `buckets.${bucket}`, value: bucket, rule, wayOut });
    const roles = bucketRoles + (replicate === true ? copyRole : 0);
    const length = name.length + roles + bucket.length + autoNameSuffix;
    return [
      ...checkLength({ path: `buckets.${bucket}`, value: bucket, length, limit: nameLimits.bucket, who: "S3" }),
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
