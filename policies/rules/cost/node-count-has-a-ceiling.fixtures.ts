import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodeCountHasACeiling } from "./node-count-has-a-ceiling.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
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
