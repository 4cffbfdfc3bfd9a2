import { goodEc2NodeClass, goodLaunchTemplate } from "../aws-fixture.ts";
import { fixturesOf, planned, type RuleFixtures } from "../fixture.ts";
import { instanceMetadataIsGuarded } from "./instance-metadata-is-guarded.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    instanceMetadataIsGuarded,
    "a launch template",
    [goodLaunchTemplate],
    [
      { path: "metadataOptions.httpTokens", absent: "violated", bad: ["optional", true] },
      { path: "metadataOptions.httpPutResponseHopLimit", absent: "holds", bad: [2, 64, "1"] },
    ],
  ),
  fixturesOf(
    instanceMetadataIsGuarded,
    "nodes that Karpenter makes",
    [goodEc2NodeClass],
    [
      { path: "spec.metadataOptions.httpTokens", absent: "holds", bad: ["optional", true] },
      { path: "spec.metadataOptions.httpPutResponseHopLimit", absent: "holds", bad: [2, "1"] },
    ],
  ),
  fixturesOf(
    instanceMetadataIsGuarded,
    "a machine",
    [planned("aws:ec2/instance:Instance", { metadataOptions: { httpTokens: "required" } })],
    [
      { path: "metadataOptions.httpTokens", absent: "violated", bad: ["optional"] },
      { path: "metadataOptions.httpPutResponseHopLimit", absent: "holds", bad: [3] },
    ],
  ),
];
