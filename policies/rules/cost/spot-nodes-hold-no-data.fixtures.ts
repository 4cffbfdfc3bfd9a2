import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodNodeGroup } from "../aws-fixture.ts";
import { goodAgentPool, goodNodeGroupInside } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { spotNodesHoldNoData } from "./spot-nodes-hold-no-data.ts";

const good = goodNodePool;

const first: RuleFixtures = {
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

const kindOfNodes = "spec.template.spec.requirements[1].values";

function spotGroup(...purposes: readonly string[]) {
  const [group] = changedAll(
    [goodNodeGroupInside],
    [kindOfNodes, ["spot"]],
    ["spec.template.spec.requirements[0].values", purposes],
  );
  if (group === undefined) throw new Error("there is a group");
  return group;
}

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    spotNodesHoldNoData,
    "an EKS node group",
    [goodNodeGroup],
    [{ path: "capacityType", absent: "holds", bad: ["spot", true] }],
    { violated: { "that holds data": changedAll([goodNodeGroup], ["capacityType", "SPOT"], ["labels", undefined]) } },
  ),
  fixturesOf(spotNodesHoldNoData, "an EKS node group on spot", changedIn([goodNodeGroup], ["capacityType", "SPOT"]), [
    {
      path: 'labels["landbridge.dev/purpose"]',
      absent: "violated",
      bad: ["data", "system"],
      good: ["batch"],
    },
  ]),
  fixturesOf(
    spotNodesHoldNoData,
    "a pool of AKS",
    [goodAgentPool],
    [{ path: "scaleSetPriority", absent: "holds", bad: ["Low", 1] }],
    {
      violated: {
        "that holds data": changedAll([goodAgentPool], ["scaleSetPriority", "Spot"], ["nodeLabels", undefined]),
      },
    },
  ),
  fixturesOf(spotNodesHoldNoData, "a pool of AKS on spot", changedIn([goodAgentPool], ["scaleSetPriority", "Spot"]), [
    {
      path: 'nodeLabels["landbridge.dev/purpose"]',
      absent: "violated",
      bad: ["data", "system"],
      good: ["batch"],
    },
  ]),
  fixturesOf(
    spotNodesHoldNoData,
    "a group of nodes inside the cluster",
    [goodNodeGroupInside],
    [{ path: "spec.template.spec.requirements", absent: "violated", bad: [[], [{}], "any"] }],
    {
      holds: { "on spot, for what can be repeated": [spotGroup("batch")] },
      violated: {
        "that holds data": [spotGroup("data")],
        "that may hold data": [spotGroup("batch", "data")],
        "that doesn't say whether its nodes stay": changedIn(
          [spotGroup("data")],
          ["spec.template.spec.requirements[1]", undefined],
        ),
        "on nodes of no known kind": changedIn([spotGroup("batch")], [kindOfNodes, ["cheap"]]),
      },
      undecided: {
        "on nodes of which nobody knows": changedIn([spotGroup("data")], [kindOfNodes, unknownMarker]),
      },
    },
  ),
];
