import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { blobService, bucketVersioning, flowLogIn, immutability } from "../../facts/companions.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable, type Finding } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { companionsOf, expectCompanion, type Stack } from "../../stack.ts";

/** Buckets keep earlier versions, or refuse to overwrite. */
export const bucketKeepsVersions: Rule = {
  id: "PK-DUR-009",
  name: "bucket-keeps-versions",
  says: "Buckets keep earlier versions, or refuse to overwrite.",
  why: "What a faulty program overwrites is gone otherwise.",
  fix: {
    gcp: "Set `versioning.enabled: true`, or a `retentionPolicy`.",
    aws: "Make a `BucketVersioning` with `versioningConfiguration.status: Enabled`.",
    azure: "Make `BlobServiceProperties` with `isVersioningEnabled: true`.",
  },
  severity: "medium",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "SI-13(5)"],
  source: {
    gcp: "https://cloud.google.com/storage/docs/object-versioning",
    aws: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    azure: "https://learn.microsoft.com/azure/storage/blobs/versioning-overview",
  },
  ...judgedBoth(
    { "gcp:storage/bucket:Bucket": judgeGcs },
    { "aws:s3/bucket:Bucket": judgeS3, "azure-native:storage:StorageAccount": judgeAccount },
    [blobService, bucketVersioning, immutability],
  ),
};

function judgeGcs(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const retention = at(inputs, "retentionPolicy", "retentionPeriod");
  return judged(
    isAbsent(retention)
      ? expectValue(at(inputs, "versioning", "enabled"), "true", (value) => value === true)
      : // A bucket with a lock can't have versions, and needs none.
        expectValue(retention, "seconds above zero", (value) => Number(value) > 0),
    "earlier versions are kept",
  );
}

function judgeS3(bucket: PlannedResource, stack: Stack): Judgement {
  const check = (companion: PlannedResource) =>
    expectValue(
      at(inputsOf(companion), "versioningConfiguration", "status"),
      "Enabled",
      (value) => value === "Enabled",
    );
  return judged(expectCompanion(stack, bucket, bucketVersioning, check), "earlier versions are kept");
}

function judgeAccount(account: PlannedResource, stack: Stack): Judgement {
  // Azure's own service writes them, and each minute would be a version.
  if (companionsOf(stack, account, flowLogIn).found.length > 0) return notApplicable("it holds logs of flows");
  const versioned = expectCompanion(stack, account, blobService, (companion) =>
    hasFolders(account)
      ? expectSoftDelete(companion)
      : // Off is the default.
        expectValue(at(inputsOf(companion), "isVersioningEnabled"), "true", (value) => value === true),
  );
  // What can't be overwritten has no earlier versions.
  const locked = expectCompanion(
    stack,
    account,
    immutability,
    (companion) =>
      expectValue(
        at(inputsOf(companion), "immutabilityPeriodSinceCreationInDays"),
        "above 0",
        (value) => typeof value === "number" && value > 0,
      ),
    "some",
  );
  return judged(locked.length === 0 ? [] : versioned, "earlier versions are kept");
}

/** A lake can't keep versions. https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts */
function hasFolders(account: PlannedResource): boolean {
  return at(inputsOf(account), "isHnsEnabled").value === true;
}

function expectSoftDelete(service: PlannedResource): Finding[] {
  const kept = at(inputsOf(service), "deleteRetentionPolicy");
  return [
    ...expectValue(at(kept, "enabled"), "true, where folders rule versions out", (value) => value === true),
    ...expectValue(at(kept, "days"), "1 or more", (value) => typeof value === "number" && value > 0),
  ];
}
