import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEc2NodeClass, goodLaunchTemplate, goodSubnets } from "../aws-fixture.ts";
import { goodAgentPool, goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { nodesHaveNoPublicAddress } from "./nodes-have-no-public-address.ts";

const good = goodCluster;

const first: RuleFixtures = {
  rule: nodesHaveNoPublicAddress,
  holds: {
    "as it should be": [good],
    "a private pool": [goodNodePool],
    ...changes([goodNodePool], { "a pool that does as its cluster": ["networkConfig", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["privateClusterConfig.enablePrivateNodes", undefined],
      "is off": ["privateClusterConfig.enablePrivateNodes", false],
      "says so in words": ["privateClusterConfig.enablePrivateNodes", "true"],
    }),
    ...changes([goodNodePool], { "a public pool": ["networkConfig.enablePrivateNodes", false] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["privateClusterConfig.enablePrivateNodes", unknownMarker],
      "a text of the cloud": ["privateClusterConfig.enablePrivateNodes", fromCloud],
    }),
  },
  guards: [{ path: "privateClusterConfig.enablePrivateNodes", absent: "violated", bad: [false, "true"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(nodesHaveNoPublicAddress, "a subnet on AWS", goodSubnets, [
    { path: "mapPublicIpOnLaunch", absent: "holds", bad: [true, "false"] },
  ]),
  fixturesOf(
    nodesHaveNoPublicAddress,
    "a launch template",
    changedIn([goodLaunchTemplate], ["networkInterfaces", [{ associatePublicIpAddress: "false" }]]),
    [
      { path: "networkInterfaces", absent: "holds", bad: [[{ associatePublicIpAddress: "true" }], "all"] },
      { path: "networkInterfaces[0].associatePublicIpAddress", absent: "holds", bad: ["true", true], good: [false] },
    ],
  ),
  fixturesOf(
    nodesHaveNoPublicAddress,
    "nodes that Karpenter makes on AWS",
    [goodEc2NodeClass],
    [{ path: "spec.associatePublicIPAddress", absent: "holds", bad: [true, "false"] }],
  ),
  fixturesOf(
    nodesHaveNoPublicAddress,
    "a pool of AKS",
    [goodAgentPool],
    [{ path: "enableNodePublicIP", absent: "holds", bad: [true, "false"] }],
  ),
  fixturesOf(
    nodesHaveNoPublicAddress,
    "AKS",
    [goodAksCluster],
    [
      { path: "agentPoolProfiles[0].enableNodePublicIP", absent: "holds", bad: [true] },
      { path: "agentPoolProfiles", absent: "holds", bad: [[{ enableNodePublicIP: true }]] },
    ],
  ),
];
