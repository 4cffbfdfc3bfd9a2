import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodKmsKey } from "../aws-fixture.ts";
import { goodVaultKey } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodKey } from "../gcp-fixture.ts";
import { keysRotate } from "./keys-rotate.ts";

const good = goodKey;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    keysRotate,
    "AWS",
    [goodKmsKey],
    [
      { path: "enableKeyRotation", absent: "violated", bad: [false, "true"] },
      { path: "rotationPeriodInDays", absent: "violated", bad: [91, 0, "90"] },
    ],
    {
      holds: {
        "of the usual kind, said in words": changedIn([goodKmsKey], ["customerMasterKeySpec", "SYMMETRIC_DEFAULT"]),
      },
      notApplicable: { "an asymmetric key": changedIn([goodKmsKey], ["customerMasterKeySpec", "RSA_2048"]) },
    },
  ),
  fixturesOf(
    keysRotate,
    "Azure",
    [goodVaultKey],
    [
      { path: "properties.rotationPolicy.lifetimeActions", absent: "violated", bad: [[], "always"] },
      {
        path: "properties.rotationPolicy.lifetimeActions[0].action.type",
        absent: "violated",
        bad: ["notify"],
        good: ["Rotate"],
      },
      {
        path: "properties.rotationPolicy.lifetimeActions[0].trigger.timeAfterCreate",
        absent: "violated",
        bad: ["P91D", "P1Y", "90"],
        good: ["P30D", "P3M"],
      },
    ],
  ),
];
