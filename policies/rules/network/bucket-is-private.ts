import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No bucket can be made public. */
export const bucketIsPrivate: ResourceRule = {
  id: "PK-NET-007",
  name: "bucket-is-private",
  says: "No bucket can be made public.",
  why: "Public buckets are how most data is lost; with prevention on, no later grant can open one.",
  fix: "Set `publicAccessPrevention: enforced` and `uniformBucketLevelAccess: true`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 5.1", "CIS-GCP 5.2", "CC6.1", "AC-3", "GDPR 32"],
  source: "https://cloud.google.com/storage/docs/public-access-prevention",
  appliesTo: ["gcp:storage/bucket:Bucket"],
  judge: (resource) =>
    judged(
      [
        ...expectValue(at(inputsOf(resource), "publicAccessPrevention"), "enforced", (value) => value === "enforced"),
        ...expectValue(at(inputsOf(resource), "uniformBucketLevelAccess"), "true", (value) => value === true),
      ],
      "the bucket can't be made public",
    ),
};
