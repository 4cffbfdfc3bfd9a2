import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodNodeGroup } from "../aws-fixture.ts";
import { goodAgentPool, goodAksCluster, goodNodeGroupInside } from "../azure-fixture.ts";
import { type RuleFixtures, changed, changedAll, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodeCountHasACeiling } from "./node-count-has-a-ceiling.ts";

const good = goodNodePool;

const first: RuleFixtures = {
  rule: nodeCountHasACeiling,
  holds: {
    "as it should be": [good],
    ...changes([good], { "counts by zone": ["autoscaling", { maxNodeCount: 33 }] }),
    ...changes([changed(good, "nodeCount", 3)], { "is fixed": ["autoscaling", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["autoscaling.totalMaxNodeCount", undefined],
      "is too much": ["autoscaling.totalMaxNodeCount", 101],
      "is a word": ["autoscaling.totalMaxNodeCount", "9"],
    }),
    ...changes([good], {
      "has no number at all": ["autoscaling", undefined],
      "is too much in three zones": ["autoscaling", { maxNodeCount: 34 }],
    }),
    "is too much together": ["a", "b"].map((name) => ({
      ...changed(good, "autoscaling.totalMaxNodeCount", 51),
      name,
      urn: name,
    })),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["autoscaling.totalMaxNodeCount", unknownMarker],
      "a text of the cloud": ["autoscaling.totalMaxNodeCount", fromCloud],
    }),
  },
  guards: [{ path: "autoscaling.totalMaxNodeCount", absent: "violated", bad: [101, "9"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    nodeCountHasACeiling,
    "an EKS node group",
    [goodNodeGroup],
    [{ path: "scalingConfig.maxSize", absent: "violated", bad: [101, "9"], good: [100] }],
  ),
  fixturesOf(
    nodeCountHasACeiling,
    "AKS",
    [goodAksCluster, { ...goodAgentPool, name: "more" }],
    [
      { path: "agentPoolProfiles[0].maxCount", absent: "holds", bad: [100, "9"] },
      { path: "maxCount", of: "more", absent: "holds", bad: [92, true] },
    ],
    {
      violated: {
        "with too many of a fixed number": changedAll([goodAgentPool], ["maxCount", undefined], ["count", 101]),
      },
    },
  ),
  fixturesOf(
    nodeCountHasACeiling,
    "a group of nodes inside the cluster",
    [goodNodeGroupInside],
    [{ path: "spec.limits.cpu", absent: "violated", bad: ["all", true], good: [72] }],
  ),
];
