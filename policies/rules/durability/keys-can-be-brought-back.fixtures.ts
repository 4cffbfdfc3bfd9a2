import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodKey } from "../gcp-fixture.ts";
import { keysCanBeBroughtBack } from "./keys-can-be-brought-back.ts";

const good = goodKey;

export const fixtures: RuleFixtures = {
  rule: keysCanBeBroughtBack,
  holds: {
    "as it should be": [good],
    ...changes([good], { "says nothing": ["destroyScheduledDuration", undefined] }),
  },
  violated: {
    ...changes([good], {
      "is a day": ["destroyScheduledDuration", "86400s"],
      "is a word": ["destroyScheduledDuration", "month"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["destroyScheduledDuration", unknownMarker],
      "a text of the cloud": ["destroyScheduledDuration", fromCloud],
    }),
  },
  guards: [{ path: "destroyScheduledDuration", absent: "holds", bad: ["86400s", "month"] }],
};
