import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodKmsKey } from "../aws-fixture.ts";
import { goodVault } from "../azure-fixture.ts";
import { type RuleFixtures, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodKey } from "../gcp-fixture.ts";
import { keysCanBeBroughtBack } from "./keys-can-be-brought-back.ts";

const good = goodKey;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    keysCanBeBroughtBack,
    "AWS",
    [goodKmsKey],
    [{ path: "deletionWindowInDays", absent: "holds", bad: [7, 29, "30"] }],
  ),
  fixturesOf(
    keysCanBeBroughtBack,
    "Azure",
    [goodVault],
    [
      { path: "properties.enablePurgeProtection", absent: "violated", bad: [false, "true"] },
      { path: "properties.enableSoftDelete", absent: "holds", bad: [false] },
      { path: "properties.softDeleteRetentionInDays", absent: "holds", bad: [7, "90"], good: [30] },
    ],
  ),
];
