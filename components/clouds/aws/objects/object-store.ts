import { Bucket, type BucketArgs } from "@pulumi/aws/s3/bucket.js";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration.js";
import { BucketLogging } from "@pulumi/aws/s3/bucketLogging.js";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import {
  BucketServerSideEncryptionConfiguration,
  type BucketServerSideEncryptionConfigurationArgs,
} from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { ObjectStore, ObjectStoreSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { decideLifecycle, type LifecycleRule } from "./object-store-lifecycle.ts";
import { decideBucketPolicy } from "./object-store-policy.ts";
import { policyDocument, type PolicyStatement } from "../rights/policy-document.ts";
import { replicate } from "./replication.ts";
import type { SecondaryRegion } from "../secondary.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsObjectStoreTransforms {
  readonly bucket?: Transform<BucketArgs>;
  readonly lifecycle?: Transform<LifecycleRule[]>;
}

/** What a bucket is for. S3 itself writes down there who uses other buckets; see `AwsAccessLogs`. */
export interface AwsBucketSpec extends Omit<ObjectStoreSpec, "network" | "purpose"> {
  /** S3 has one address for all. */
  readonly network?: ObjectStoreSpec["network"];
  readonly purpose: ObjectStoreSpec["purpose"] | "access-logs";
}

/** What a bucket is made from. */
export interface AwsObjectStoreArgs {
  readonly spec: AwsBucketSpec;
  readonly settings: AwsSettings;
  /** Where copies go; of no use to a bucket that has none. */
  readonly elsewhere?: SecondaryRegion | undefined;
  readonly transforms?: AwsObjectStoreTransforms | undefined;
}

/**
 * A private bucket with versions and the environment's retention. S3 takes one change of a bucket's settings at a time and
 * wants some of them in order; whoever uses the bucket waits for those that keep it closed, encrypted and versioned.
 */
export class AwsObjectStore extends Component implements ObjectStore {
  static readonly type = "landbridge:aws:ObjectStore";
  readonly url: Output<string>;
  readonly bucket: Output<string>;
  readonly id: Output<string>;

  constructor(name: string, args: AwsObjectStoreArgs, opts: ComponentResourceOptions) {
    const { spec, settings, transforms } = args;
    super(AwsObjectStore.type, name, { wish: spec.wish }, opts);
    const bucket = new Bucket(
      autoNamed(`${name}-s3`, nameLimits.bucket),
      transformed(transforms?.bucket, bucketArgs(spec)),
      { parent: this, ...holdsData(spec.protect) },
    );
    const settled = closeBucket(name, bucket, decideBucketPolicy(bucket.arn, spec, settings), this);
    const encryption = new BucketServerSideEncryptionConfiguration(`${name}-encryption`, encryptionArgs(bucket, spec), {
      parent: this,
      dependsOn: settled,
    });
    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this, dependsOn: [encryption] },
    );
    const lock = lockObjects(name, bucket, spec, { parent: this, dependsOn: [versioning] });
    const logged = logAccess(name, bucket, spec, { parent: this, dependsOn: [versioning, ...lock] });
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.bucket, rules: transformed(transforms?.lifecycle, decideLifecycle(spec.wish)) },
      { parent: this, dependsOn: [versioning, ...lock, ...logged] },
    );
    copyElsewhere(name, bucket, args, { parent: this, dependsOn: [versioning, ...lock, ...logged] });
    const ready = [...settled, encryption, versioning, ...lock, ...logged].map(({ urn }) => urn);
    this.bucket = afterAll(bucket.bucket, ready);
    this.id = afterAll(bucket.arn, ready);
    this.url = interpolate`s3://${this.bucket}`;
    this.registerOutputs({ url: this.url, bucket: this.bucket });
  }
}

function bucketArgs({ wish, tags }: AwsBucketSpec): BucketArgs {
  return {
    forceDestroy: false,
    // Only at the beginning, or by a support case. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    objectLockEnabled: wish.retentionDays > 0,
    tags: tagsOf(tags),
  };
}

/** Nobody outside, no access lists, no connection in the clear. The block comes first, so that no policy is ever public. */
function closeBucket(
  name: string,
  bucket: Bucket,
  statements: readonly PolicyStatement[],
  parent: Resource,
): Resource[] {
  const block = new BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
  const ownership = new BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent, dependsOn: [block] },
  );
  const policy = new BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.bucket, policy: policyDocument(statements) },
    { parent, dependsOn: [ownership] },
  );
  return [block, ownership, policy];
}

/** A key of the bucket's own, made from ours and used for a while, spares a call to KMS for each object. */
function encryptionArgs(bucket: Bucket, { key }: AwsBucketSpec): BucketServerSideEncryptionConfigurationArgs {
  const rule =
    key === undefined
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
      : {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.id },
          bucketKeyEnabled: true,
        };
  // With keys that the client brings along nobody else could read the object. S3 blocks them in new buckets by itself.
  return { bucket: bucket.bucket, rules: [{ ...rule, blockedEncryptionTypes: ["SSE-C"] }] };
}

/**
 * GOVERNANCE: whoever has the right s3:BypassGovernanceRetention can end it. COMPLIANCE: nobody can, the account's root
 * neither, not even to shorten a mistaken period. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
function lockObjects(
  name: string,
  bucket: Bucket,
  { wish, retentionLock }: AwsBucketSpec,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource[] {
  if (wish.retentionDays === 0) return [];
  const mode = retentionLock === "compliance" ? "COMPLIANCE" : "GOVERNANCE";
  const rule = { defaultRetention: { mode, days: wish.retentionDays } };
  return [new BucketObjectLockConfiguration(`${name}-lock`, { bucket: bucket.bucket, rule }, opts)];
}

/**
 * Has S3 write down requests for the bucket's objects, in a folder for each day on which they were made.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
function logAccess(
  name: string,
  bucket: Bucket,
  { accessLogs }: AwsBucketSpec,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource[] {
  if (accessLogs === undefined) return [];
  const targetObjectKeyFormat = { partitionedPrefix: { partitionDateSource: "EventTime" } };
  const args = { bucket: bucket.bucket, targetBucket: accessLogs.id, targetPrefix: "s3/", targetObjectKeyFormat };
  return [new BucketLogging(`${name}-access`, args, opts)];
}

/** A second bucket in the second region, made as this one is, and the rule that copies every object there. */
function copyElsewhere(
  name: string,
  bucket: Bucket,
  { spec, settings, elsewhere, transforms }: AwsObjectStoreArgs,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): void {
  const { secondary, key, tags } = spec;
  if (secondary === undefined || elsewhere === undefined) return;
  const copy = new AwsObjectStore(
    `${name}-copy`,
    // Who reads the copy is written down nowhere: records of S3 stay in their region.
    {
      spec: { ...spec, key: secondary.key, secondary: undefined, accessLogs: undefined },
      settings: elsewhere.settings,
      transforms,
    },
    elsewhere.inside({ parent: opts.parent }),
  );
  const [source, target] = [bucket.arn, copy.id];
  const keys = { sourceKey: key, targetKey: secondary.key };
  replicate(`${name}-replication`, { source, bucket: bucket.bucket, target, ...keys, settings, tags }, opts);
}
