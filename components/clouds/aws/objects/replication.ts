import { BucketReplicationConfig } from "@pulumi/aws/s3/bucketReplicationConfig.js";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { Key } from "../../../cloud.ts";
import type { Tags } from "../../../kit/tags.ts";
import { createRole, trustService } from "../rights/identity.ts";
import type { PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";

/** From where objects are copied, and to where. ARNs. */
export interface Replication {
  readonly source: Output<string>;
  /** Name of the bucket that is copied. */
  readonly bucket: Output<string>;
  readonly target: Output<string>;
  readonly sourceKey: Key | undefined;
  readonly targetKey: Key | undefined;
  readonly settings: AwsSettings;
  readonly tags: Tags;
}

/**
 * Copies every new object to the other bucket, with its tags, its lock and what marks it as deleted, and encrypts it there
 * with that region's key. What was in the bucket before stays uncopied: S3 Batch Operations bring it over.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-4.html
 */
export function replicate(
  name: string,
  replication: Replication,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): BucketReplicationConfig {
  const { bucket, target, targetKey, settings, tags } = replication;
  const trust = trustService("s3.amazonaws.com", { StringEquals: { "aws:SourceAccount": settings.account } });
  const role = createRole(name, { trust, rights: rightsOf(replication), tags }, opts.parent);
  return new BucketReplicationConfig(
    `${name}-rule`,
    {
      bucket,
      role: role.arn,
      rules: [
        {
          id: "everything",
          status: "Enabled",
          filter: {},
          deleteMarkerReplication: { status: "Enabled" },
          destination: {
            bucket: target,
            ...(targetKey === undefined ? {} : { encryptionConfiguration: { replicaKmsKeyId: targetKey.id } }),
          },
          ...(targetKey === undefined
            ? {}
            : { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }),
        },
      ],
    },
    opts,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
function rightsOf({ source, target, sourceKey, targetKey }: Replication): PolicyStatement[] {
  const allow = (Sid: string, Action: string[], Resource: Output<string>): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    allow("Look", ["s3:GetReplicationConfiguration", "s3:ListBucket"], source),
    allow(
      "Read",
      [
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      interpolate`${source}/*`,
    ),
    allow("Write", ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"], interpolate`${target}/*`),
    ...(sourceKey === undefined ? [] : [allow("Decrypt", ["kms:Decrypt"], sourceKey.id)]),
    ...(targetKey === undefined ? [] : [allow("Encrypt", ["kms:Encrypt", "kms:GenerateDataKey"], targetKey.id)]),
  ];
}
