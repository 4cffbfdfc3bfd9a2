import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodAccessBlock, goodS3Bucket } from "../aws-fixture.ts";
import { goodStorageAccount } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { goodBucket } from "../gcp-fixture.ts";
import { bucketIsPrivate } from "./bucket-is-private.ts";

const good = goodBucket;

const goodOwnership = planned("aws:s3/bucketOwnershipControls:BucketOwnershipControls", {
  bucket: outputOf("aws:s3/bucket:Bucket", "bucket", "bucket"),
  rule: { objectOwnership: "BucketOwnerEnforced" },
});
const goodContainer = planned("azure-native:storage:BlobContainer", { publicAccess: "None" });

const first: RuleFixtures = {
  rule: bucketIsPrivate,
  holds: {
    "as it should be": [good],
    "another bucket": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["publicAccessPrevention", undefined],
      "is inherited": ["publicAccessPrevention", "inherited"],
    }),
    ...changes([good], { "has rights by object": ["uniformBucketLevelAccess", false] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["publicAccessPrevention", unknownMarker],
      "a text of the cloud": ["publicAccessPrevention", fromCloud],
    }),
  },
  guards: [
    { path: "publicAccessPrevention", absent: "violated", bad: ["inherited"] },
    { path: "uniformBucketLevelAccess", absent: "violated", bad: [false, "true"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    bucketIsPrivate,
    "S3",
    [goodS3Bucket, goodAccessBlock],
    [
      ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((path) => ({
        path,
        of: "block",
        absent: "violated" as const,
        bad: [false, "true"],
      })),
      {
        path: "bucket",
        of: "block",
        absent: "violated",
        bad: ["another", outputOf("aws:s3/bucket:Bucket", "bucket", "other")],
      },
    ],
    {
      holds: {
        "with a bucket that is named by its id": changedIn(
          [goodS3Bucket, goodAccessBlock],
          ["bucket", outputOf("aws:s3/bucket:Bucket", "id", "bucket"), "block"],
        ),
      },
      violated: { "has no block": [goodS3Bucket] },
    },
  ),
  fixturesOf(
    bucketIsPrivate,
    "owners of objects in S3",
    [goodOwnership],
    [{ path: "rule.objectOwnership", absent: "violated", bad: ["ObjectWriter", "BucketOwnerPreferred"] }],
    { holds: { "another one": [{ ...goodOwnership, name: "other" }] } },
  ),
  fixturesOf(
    bucketIsPrivate,
    "a storage account",
    [goodStorageAccount],
    [{ path: "allowBlobPublicAccess", absent: "holds", bad: [true, "false"] }],
  ),
  fixturesOf(
    bucketIsPrivate,
    "a container",
    [goodContainer],
    [{ path: "publicAccess", absent: "holds", bad: ["Blob", "Container"] }],
  ),

  fixturesOf(
    bucketIsPrivate,
    "a grant on a bucket of Google Cloud",
    [planned("gcp:storage/bucketIAMMember:BucketIAMMember", { member: `serviceAccount:${fromCloud}` })],
    [
      {
        path: "member",
        absent: "violated",
        bad: ["allUsers", "allAuthenticatedUsers", ""],
        good: [
          "group:team@example.com",
          "domain:example.com",
          outputOf("gcp:logging/projectSink:ProjectSink", "writerIdentity"),
        ],
      },
    ],
    {
      undecided: {
        "the cloud's to say": [planned("gcp:storage/bucketIAMMember:BucketIAMMember", { member: fromCloud })],
      },
    },
  ),
];
