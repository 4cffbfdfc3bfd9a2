import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodBucket } from "../gcp-fixture.ts";
import { bucketKeepsVersions } from "./bucket-keeps-versions.ts";

const good = goodBucket;

export const fixtures: RuleFixtures = {
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
