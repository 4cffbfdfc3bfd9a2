import { interpolate, type Output } from "@pulumi/pulumi";
import type { PolicyStatement } from "../rights/policy-document.ts";
import { edgeReadsBucket } from "../edge/edge-access.ts";
import type { AwsBucketSpec } from "./object-store.ts";
import type { AwsSettings } from "../settings.ts";

/** Who may do what with a bucket beyond what their own rights say, and what nobody may. */
export function decideBucketPolicy(
  arn: Output<string>,
  { purpose }: Pick<AwsBucketSpec, "purpose">,
  settings: AwsSettings,
): PolicyStatement[] {
  return [
    encryptedConnections(arn),
    ...(purpose === "audit-trail" ? auditRecords(arn, settings) : []),
    ...(purpose === "access-logs" ? [accessLogs(arn, settings)] : []),
    ...(purpose === "edge" ? [edgeReadsBucket(arn, settings)] : []),
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function encryptedConnections(arn: Output<string>): PolicyStatement {
  return {
    Sid: "EncryptedConnections",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, interpolate`${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * CloudTrail, for trails of this account in this region, asks whose the bucket is and puts its records below AWSLogs.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
function auditRecords(arn: Output<string>, { account, regions }: AwsSettings): PolicyStatement[] {
  const trails = { "aws:SourceArn": `arn:aws:cloudtrail:${regions.primary}:${account}:trail/*` };
  const cloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
  return [
    { Sid: "AuditOwner", ...cloudTrail, Action: "s3:GetBucketAcl", Resource: arn, Condition: { ArnLike: trails } },
    {
      Sid: "AuditRecords",
      ...cloudTrail,
      Action: "s3:PutObject",
      Resource: interpolate`${arn}/AWSLogs/${account}/*`,
      Condition: { ArnLike: trails, StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general */
function accessLogs(arn: Output<string>, { account }: AwsSettings): PolicyStatement {
  return {
    Sid: "AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: interpolate`${arn}/*`,
    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" }, StringEquals: { "aws:SourceAccount": account } },
  };
}
