import { interpolate, type Output } from "@pulumi/pulumi";
import type { PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";

/**
 * Lets the account's own CloudFront distributions read the objects of a bucket, and not list them. It stands in the policies of
 * buckets for public data only: what an edge serves, everybody reads. Named are all of the account's distributions, since a
 * bucket is there before the one that serves it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function edgeReadsBucket(bucket: Output<string>, settings: AwsSettings): PolicyStatement {
  return {
    Sid: "PublicFilesOfTheEdge",
    ...ofOwnDistributions(settings),
    Action: "s3:GetObject",
    Resource: interpolate`${bucket}/*`,
  };
}

/** Lets the same distributions decrypt what they read. */
export function edgeDecrypts(settings: AwsSettings): PolicyStatement {
  return { Sid: "PublicFilesOfTheEdge", ...ofOwnDistributions(settings), Action: "kms:Decrypt", Resource: "*" };
}

function ofOwnDistributions({ account }: AwsSettings): Pick<PolicyStatement, "Effect" | "Principal" | "Condition"> {
  return {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
  };
}
