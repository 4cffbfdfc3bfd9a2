import { at, expectValue, inputsOf, isAbsent, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Buckets keep earlier versions, or refuse to overwrite. */
export const bucketKeepsVersions: ResourceRule = {
  id: "PK-DUR-009",
  name: "bucket-keeps-versions",
  says: "Buckets keep earlier versions, or refuse to overwrite.",
  why: "What a faulty program overwrites is gone otherwise.",
  fix: "Set `versioning.enabled: true`, or a `retentionPolicy`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "SI-13(5)"],
  source: "https://cloud.google.com/storage/docs/object-versioning",
  appliesTo: ["gcp:storage/bucket:Bucket"],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    const retention = at(inputs, "retentionPolicy", "retentionPeriod");
    return judged(
      isAbsent(retention)
        ? expectValue(at(inputs, "versioning", "enabled"), "true", (value) => value === true)
        : // A bucket with a lock can't have versions, and needs none.
          expectValue(retention, "seconds above zero", (value) => Number(value) > 0),
      "earlier versions are kept",
    );
  },
};
