import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { bucketAccessBlock } from "../../facts/companions.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, sourceOf, type Stack } from "../../stack.ts";

/** No bucket can be made public. */
export const bucketIsPrivate: Rule = {
  id: "PK-NET-007",
  name: "bucket-is-private",
  says: "No bucket can be made public.",
  why: "Public buckets are how most data is lost; with prevention on, no later grant can open one.",
  fix: {
    gcp: "Set `publicAccessPrevention: enforced` and `uniformBucketLevelAccess: true`.",
    aws: "Make a `BucketPublicAccessBlock` with all four switches on.",
    azure: "Set `allowBlobPublicAccess: false` on the account and `publicAccess: None` on containers.",
  },
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 5.1", "CIS-GCP 5.2", "CC6.1", "AC-3", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/storage/docs/public-access-prevention",
    aws: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    azure: "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
  },
  ...judgedBoth(
    {
      "gcp:storage/bucket:Bucket": judgeGcs,
      "gcp:storage/bucketIAMMember:BucketIAMMember": judgeMember,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": judgeOwnership,
      "azure-native:storage:BlobContainer": judgeContainer,
      "azure-native:storage:StorageAccount": judgeAccount,
    },
    { "aws:s3/bucket:Bucket": judgeS3 },
    [bucketAccessBlock],
  ),
};

function judgeGcs(resource: PlannedResource): Judgement {
  return judged(
    [
      ...expectValue(at(inputsOf(resource), "publicAccessPrevention"), "enforced", (value) => value === "enforced"),
      ...expectValue(at(inputsOf(resource), "uniformBucketLevelAccess"), "true", (value) => value === true),
    ],
    "the bucket can't be made public",
  );
}

/** What gives the name of an account: one of ours, and the one by which logs are written. */
const accountTypes = ["gcp:logging/projectSink:ProjectSink", "gcp:serviceaccount/account:Account"];

function judgeMember(grant: PlannedResource): Judgement {
  const member = at(inputsOf(grant), "member");
  const text = typeof member.value === "string" && member.misplaced !== true ? member.value : "";
  // An account that only the cloud knows is somebody all the same.
  if (/^(?:user|group|serviceAccount|principal):./.test(text) || sourceOf(grant, member, accountTypes) !== undefined)
    return judged([], "the grant names somebody");
  return judged(
    expectValue(
      member,
      "somebody by name",
      (value) => typeof value === "string" && value !== "" && !/^all(?:Users|AuthenticatedUsers)$/i.test(value),
    ),
    "the grant names somebody",
  );
}

function judgeS3(bucket: PlannedResource, stack: Stack): Judgement {
  // All are off by default.
  const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
  return judged(
    expectCompanion(stack, bucket, bucketAccessBlock, (companion) =>
      switches.flatMap((key) => expectValue(at(inputsOf(companion), key), "true", (value) => value === true)),
    ),
    "the bucket can't be made public",
  );
}

/** With any other owner each object may have its own list of who reads it. */
function judgeOwnership(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "rule", "objectOwnership"),
      "BucketOwnerEnforced",
      (value) => value === "BucketOwnerEnforced",
    ),
    "objects have no lists of their own",
  );
}

function judgeAccount(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    // False is the default.
    expectValue(at(inputs, "allowBlobPublicAccess"), "false", (value) => value === false, "holds"),
    "no container can be made public",
  );
}

function judgeContainer(resource: PlannedResource): Judgement {
  return judged(
    // None is the default.
    expectValue(at(inputsOf(resource), "publicAccess"), "None", (value) => value === "None", "holds"),
    "the container isn't public",
  );
}
