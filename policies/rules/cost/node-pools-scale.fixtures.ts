import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodePoolsScale } from "./node-pools-scale.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
  rule: nodePoolsScale,
  holds: {
    "as it should be": [good],
    ...changes([good], { "by zone": ["autoscaling", { minNodeCount: 1, maxNodeCount: 3 }] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["autoscaling.totalMaxNodeCount", undefined],
      "is the least": ["autoscaling.totalMaxNodeCount", 3],
      "is a word": ["autoscaling.totalMaxNodeCount", "9"],
    }),
    ...changes([good], { "is fixed": ["autoscaling", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["autoscaling.totalMaxNodeCount", unknownMarker],
      "a text of the cloud": ["autoscaling.totalMaxNodeCount", fromCloud],
    }),
  },
  guards: [
    { path: "autoscaling.totalMaxNodeCount", absent: "violated", bad: [3, "9"] },
    { path: "autoscaling.totalMinNodeCount", absent: "holds", bad: [9, "3"] },
  ],
};
