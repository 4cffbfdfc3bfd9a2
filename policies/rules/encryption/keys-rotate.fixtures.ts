import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodKey } from "../gcp-fixture.ts";
import { keysRotate } from "./keys-rotate.ts";

const good = goodKey;

export const fixtures: RuleFixtures = {
  rule: keysRotate,
  holds: {
    "as it should be": [good],
    ...changes([good], { "is a day": ["rotationPeriod", "86400s"] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["rotationPeriod", undefined],
      "is a year": ["rotationPeriod", "31536000s"],
      "is nothing": ["rotationPeriod", "0s"],
      "is a word": ["rotationPeriod", "soon"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["rotationPeriod", unknownMarker],
      "a text of the cloud": ["rotationPeriod", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a key to sign with": ["purpose", "ASYMMETRIC_SIGN"] }),
  guards: [{ path: "rotationPeriod", absent: "violated", bad: ["31536000s", "0s", "soon"] }],
};
