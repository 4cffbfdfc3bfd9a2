import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodS3Bucket, goodVersioning, s3BucketName } from "../aws-fixture.ts";
import { goodBlobService, goodStorageAccount, goodVnetFlowLog } from "../azure-fixture.ts";
import {
  type RuleFixtures,
  changedAll,
  changedIn,
  changes,
  fixturesOf,
  fromCloud,
  outputOf,
  planned,
} from "../fixture.ts";
import { goodBucket } from "../gcp-fixture.ts";
import { bucketKeepsVersions } from "./bucket-keeps-versions.ts";

const good = goodBucket;

const first: RuleFixtures = {
  rule: bucketKeepsVersions,
  holds: {
    "as it should be": [good],
    "has a lock instead": changedAll(
      [good],
      ["versioning.enabled", false],
      ["retentionPolicy", { retentionPeriod: "86400" }],
    ),
  },
  violated: {
    ...changes([good], { "says nothing": ["versioning.enabled", undefined], "is off": ["versioning.enabled", false] }),
    "has an empty lock": changedAll([good], ["versioning", undefined], ["retentionPolicy", { retentionPeriod: "0" }]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["versioning.enabled", unknownMarker],
      "a text of the cloud": ["versioning.enabled", fromCloud],
    }),
  },
  guards: [{ path: "versioning.enabled", absent: "violated", bad: [false] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    bucketKeepsVersions,
    "S3",
    [goodS3Bucket, goodVersioning],
    [
      { path: "versioningConfiguration.status", of: "versioning", absent: "violated", bad: ["Suspended", true] },
      {
        path: "bucket",
        of: "versioning",
        absent: "violated",
        bad: ["another-bucket", outputOf("aws:s3/bucket:Bucket", "bucket", "other")],
      },
    ],
    {
      holds: {
        "named by a fixed name": changedAll(
          [goodS3Bucket, goodVersioning],
          ["bucket", "orders-uploads"],
          ["bucket", "orders-uploads", "versioning"],
        ),
      },
      violated: {
        "has no versioning": [goodS3Bucket],
        "is only a part of what a versioning names": changedIn(
          [goodS3Bucket, goodVersioning],
          ["bucket", `${s3BucketName}-logs`, "versioning"],
        ),
      },
    },
  ),
  fixturesOf(
    bucketKeepsVersions,
    "a storage account",
    [goodStorageAccount, goodBlobService],
    [
      { path: "isVersioningEnabled", of: "blobs", absent: "violated", bad: [false, "true"] },
      { path: "accountName", of: "blobs", absent: "violated", bad: ["another"] },
    ],
    {
      holds: {
        "what can't be overwritten": [
          goodStorageAccount,
          ...changedIn([goodBlobService], ["isVersioningEnabled", false]),
          planned(
            "azure-native:storage:BlobContainerImmutabilityPolicy",
            { accountName: goodBlobService.inputs["accountName"] ?? "", immutabilityPeriodSinceCreationInDays: 30 },
            { name: "retention" },
          ),
        ],
      },
      violated: { "says nothing of its blobs": [goodStorageAccount] },
      notApplicable: {
        "logs of flows": [
          goodStorageAccount,
          ...changedIn([goodVnetFlowLog], ["storageId", outputOf(goodStorageAccount.type, "id", "account")]),
        ],
      },
    },
  ),
];
