import { unknownMarker } from "../../../plan/planned-resource.ts";
import { eksClusterName, goodNodeGroup, roleOfPlan } from "../aws-fixture.ts";
import { goodAgentPool, goodAksCluster } from "../azure-fixture.ts";
import {
  type RuleFixtures,
  changed,
  changedIn,
  changes,
  fixturesOf,
  fromCloud,
  outputOf,
  planned,
} from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodePoolsScale } from "./node-pools-scale.ts";

const good = goodNodePool;

const first: RuleFixtures = {
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

const addingCluster = changed(goodAksCluster, "nodeProvisioningProfile", { mode: "Auto", defaultNodePools: "None" });
const fixedPool = changed(
  changed(goodAgentPool, "resourceName", outputOf(goodAksCluster.type, "name", goodAksCluster.name)),
  "enableAutoScaling",
  false,
);

const fixedGroup = changed(goodNodeGroup, "scalingConfig.maxSize", 3);
const otherNodes = planned(
  "aws:eks/accessEntry:AccessEntry",
  { clusterName: eksClusterName, principalArn: roleOfPlan, type: "EC2_LINUX" },
  { name: "others" },
);

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    nodePoolsScale,
    "an EKS node group",
    [goodNodeGroup],
    [
      { path: "scalingConfig.minSize", absent: "holds", bad: [9, "3"] },
      { path: "scalingConfig.maxSize", absent: "violated", bad: [3, "9"] },
    ],
    {
      holds: { "of a fixed number, where others come and go": [fixedGroup, otherNodes] },
      violated: {
        "of a fixed number beside people": [fixedGroup, changed(otherNodes, "type", "STANDARD")],
        "of a fixed number beside another cluster's nodes": [fixedGroup, changed(otherNodes, "clusterName", "other")],
      },
    },
  ),
  fixturesOf(
    nodePoolsScale,
    "a pool of AKS",
    [goodAgentPool],
    [
      { path: "enableAutoScaling", absent: "violated", bad: [false, "true"] },
      { path: "minCount", absent: "holds", bad: [9] },
      { path: "maxCount", absent: "violated", bad: [3] },
    ],
    {
      holds: { "of a fixed number, where AKS adds nodes besides": [addingCluster, fixedPool] },
      violated: {
        "of a fixed number": [goodAksCluster, fixedPool],
        "of a fixed number in a cluster elsewhere": [fixedPool],
      },
    },
  ),
  fixturesOf(
    nodePoolsScale,
    "an AKS cluster",
    [goodAksCluster],
    [{ path: "agentPoolProfiles[0].enableAutoScaling", absent: "violated", bad: [false] }],
    {
      holds: {
        "with no pool of its own yet": changedIn([goodAksCluster], ["agentPoolProfiles", undefined]),
        "that adds nodes to those of a fixed pool": changedIn(
          [addingCluster],
          ["agentPoolProfiles[0].enableAutoScaling", false],
        ),
      },
    },
  ),
];
