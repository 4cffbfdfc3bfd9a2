import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { spotNodesHoldNoData } from "./spot-nodes-hold-no-data.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
  rule: spotNodesHoldNoData,
  holds: {
    "as it should be": [good],
    ...changes([good], { "says nothing": ["nodeConfig.spot", undefined] }),
    "spot nodes for batch work": changedAll(
      [good],
      ["nodeConfig.spot", true],
      ["nodeConfig.labels", { "landbridge.dev/purpose": "batch" }],
    ),
  },
  violated: {
    ...changes([good], { "is a word": ["nodeConfig.spot", "yes"] }),
    "spot nodes for data": changedAll(
      [good],
      ["nodeConfig.spot", true],
      ["nodeConfig.labels", { "landbridge.dev/purpose": "data" }],
    ),
    "preemptible nodes for operators": changedAll(
      [good],
      ["nodeConfig.preemptible", true],
      ["nodeConfig.labels", { "landbridge.dev/purpose": "system" }],
    ),
    "spot nodes for who knows what": changedAll([good], ["nodeConfig.spot", true], ["nodeConfig.labels", undefined]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["nodeConfig.spot", unknownMarker],
      "a text of the cloud": ["nodeConfig.spot", fromCloud],
    }),
  },
  guards: [{ path: "nodeConfig.spot", absent: "holds", bad: ["yes"] }],
};
