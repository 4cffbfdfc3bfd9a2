import { goodEcrRepository } from "../aws-fixture.ts";
import { goodAcr } from "../azure-fixture.ts";
import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { registryKeepsWhatWasTested } from "./registry-keeps-what-was-tested.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    registryKeepsWhatWasTested,
    "AWS",
    [goodEcrRepository],
    [
      { path: "imageTagMutability", absent: "violated", bad: ["MUTABLE", "IMMUTABLE_WITH_EXCLUSION"] },
      { path: "imageScanningConfiguration.scanOnPush", absent: "violated", bad: [false, "true"] },
    ],
    { holds: { "another registry": [{ ...goodEcrRepository, name: "other" }] } },
  ),
  fixturesOf(
    registryKeepsWhatWasTested,
    "Azure",
    [goodAcr],
    [
      { path: "adminUserEnabled", absent: "holds", bad: [true] },
      { path: "anonymousPullEnabled", absent: "holds", bad: [true, "false"] },
    ],
  ),
];
