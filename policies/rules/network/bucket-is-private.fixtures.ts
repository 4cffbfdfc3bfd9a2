import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodBucket } from "../gcp-fixture.ts";
import { bucketIsPrivate } from "./bucket-is-private.ts";

const good = goodBucket;

export const fixtures: RuleFixtures = {
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
