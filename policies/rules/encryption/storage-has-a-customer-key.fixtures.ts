import { unknownMarker } from "../../../plan/planned-resource.ts";
import { awsKeyOfPlan, goodBucketEncryption, goodEcrRepository, goodS3Bucket } from "../aws-fixture.ts";
import { goodAcr, goodStorageAccount } from "../azure-fixture.ts";
import { type RuleFixtures, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodBucket, keyOfPlan } from "../gcp-fixture.ts";
import { storageHasACustomerKey } from "./storage-has-a-customer-key.ts";

const good = goodBucket;

const first: RuleFixtures = {
  rule: storageHasACustomerKey,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["encryption.defaultKmsKeyName", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
    "a registry with a key": [planned("gcp:artifactregistry/repository:Repository", { kmsKeyName: keyOfPlan })],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["encryption.defaultKmsKeyName", undefined],
      "is a word": ["encryption.defaultKmsKeyName", "default"],
      "is empty": ["encryption.defaultKmsKeyName", ""],
      "is another service's": ["encryption.defaultKmsKeyName", "projects/a/secrets/b"],
    }),
    "a registry without a key": [planned("gcp:artifactregistry/repository:Repository", {})],
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["encryption.defaultKmsKeyName", unknownMarker],
      "a text of the cloud": ["encryption.defaultKmsKeyName", fromCloud],
    }),
  },
  guards: [{ path: "encryption.defaultKmsKeyName", absent: "violated", bad: ["default", "", "projects/a/secrets/b"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    storageHasACustomerKey,
    "ECR",
    [goodEcrRepository],
    [
      { path: "encryptionConfigurations", absent: "violated", bad: [[], [{}]] },
      { path: "encryptionConfigurations[0].encryptionType", absent: "violated", bad: ["AES256"], good: ["KMS_DSSE"] },
      { path: "encryptionConfigurations[0].kmsKey", absent: "violated", bad: ["alias/aws/ecr"] },
    ],
  ),
  fixturesOf(
    storageHasACustomerKey,
    "S3",
    [goodS3Bucket, goodBucketEncryption],
    [
      { path: "rules", of: "encryption", absent: "violated", bad: [[], [{}]] },
      {
        path: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
        of: "encryption",
        absent: "violated",
        bad: ["AES256"],
        good: ["aws:kms:dsse"],
      },
      {
        path: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
        of: "encryption",
        absent: "violated",
        bad: ["alias/aws/s3"],
      },
      { path: "bucket", of: "encryption", absent: "violated", bad: ["another"] },
    ],
    {
      violated: {
        "a bucket without": [goodS3Bucket],
        "a bucket whose own logs go elsewhere": [
          goodS3Bucket,
          planned(
            "aws:s3/bucketLogging:BucketLogging",
            { bucket: goodBucketEncryption.inputs["bucket"] ?? "", targetBucket: "another" },
            { name: "logging" },
          ),
        ],
      },
      notApplicable: {
        "what S3 writes its logs to": [
          goodS3Bucket,
          planned(
            "aws:s3/bucketLogging:BucketLogging",
            { bucket: "another", targetBucket: goodBucketEncryption.inputs["bucket"] ?? "" },
            { name: "logging" },
          ),
        ],
      },
    },
  ),
  fixturesOf(
    storageHasACustomerKey,
    "a registry on Azure",
    [goodAcr],
    [
      { path: "encryption.status", absent: "violated", bad: ["disabled"] },
      { path: "encryption.keyVaultProperties.keyIdentifier", absent: "violated", bad: ["example-key"] },
    ],
    { holds: { "another registry": [{ ...goodAcr, name: "other" }] } },
  ),
  fixturesOf(
    storageHasACustomerKey,
    "a storage account",
    [goodStorageAccount],
    [
      { path: "encryption.keySource", absent: "violated", bad: ["Microsoft.Storage"], good: ["Microsoft.KeyVault"] },
      { path: "encryption.keyVaultProperties.keyName", absent: "violated", bad: [""], good: ["example-key"] },
    ],
  ),

  fixturesOf(
    storageHasACustomerKey,
    "a secret on Google Cloud",
    [
      planned("gcp:secretmanager/secret:Secret", {
        replication: { userManaged: { replicas: [{ customerManagedEncryption: { kmsKeyName: keyOfPlan } }] } },
      }),
    ],
    [
      { path: "replication.userManaged.replicas", absent: "violated", bad: [[], [{}]] },
      {
        path: "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName",
        absent: "violated",
        bad: ["example-key"],
        good: ["projects/a/locations/b/keyRings/c/cryptoKeys/d"],
      },
    ],
  ),
  fixturesOf(
    storageHasACustomerKey,
    "a secret on AWS",
    [planned("aws:secretsmanager/secret:Secret", { kmsKeyId: awsKeyOfPlan })],
    [
      {
        path: "kmsKeyId",
        absent: "violated",
        bad: ["alias/aws/secretsmanager"],
        good: ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
      },
    ],
    {
      violated: { "another secret": [planned("aws:secretsmanager/secret:Secret", { namePrefix: "shop/" })] },
      notApplicable: {
        "a login of ECR's": [planned("aws:secretsmanager/secret:Secret", { namePrefix: "ecr-pullthroughcache/shop-" })],
      },
    },
  ),
];
