import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodBucket, goodDatabase } from "../gcp-fixture.ts";
import { personalDataStaysInTheUnion } from "./personal-data-stays-in-the-union.ts";

const good = goodBucket;

export const fixtures: RuleFixtures = {
  rule: personalDataStaysInTheUnion,
  holds: {
    "as it should be": [good],
    ...changes([good], { "is in all of the Union": ["location", "EU"] }),
    "a database in Belgium": [goodDatabase],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["location", undefined],
      "is in the United States": ["location", "US"],
      "is in London": ["location", "europe-west2"],
      "is in Zurich": ["location", "europe-west6"],
    }),
    ...changes([goodDatabase], { "a database in Iowa": ["region", "us-central1"] }),
    "is elsewhere and doesn't say what it holds": changedAll([good], ["labels", undefined], ["location", "US"]),
    "is elsewhere and hides what it holds": changedAll([good], ["labels", unknownMarker], ["location", "US"]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["location", unknownMarker],
      "a text of the cloud": ["location", fromCloud],
    }),
  },
  notApplicable: changes([good], { "is public": ["labels.data-class", "public"] }),
  guards: [{ path: "location", absent: "violated", bad: ["US", "europe-west2", "europe-west6"] }],
};
