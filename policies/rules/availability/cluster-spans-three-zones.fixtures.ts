import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster, goodNodeGroup, goodSubnets, subnetIds } from "../aws-fixture.ts";
import { goodAgentPool, goodAksCluster, goodNodeGroupInside } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { clusterSpansThreeZones } from "./cluster-spans-three-zones.ts";

const good = goodCluster;

const first: RuleFixtures = {
  rule: clusterSpansThreeZones,
  holds: {
    "as it should be": [good],
    "a pool in a region": [goodNodePool],
    ...changes([good], { "names three zones": ["nodeLocations", ["a-b", "a-c", "a-d"]] }),
  },
  violated: {
    ...changes([good], { "says nothing": ["location", undefined], "is a zone": ["location", "europe-west1-b"] }),
    ...changes([good], {
      "names one zone": ["nodeLocations", ["a-b"]],
      "names one zone thrice": ["nodeLocations", ["a-b", "a-b", "a-b"]],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["location", unknownMarker],
      "a text of the cloud": ["location", fromCloud],
    }),
  },
  guards: [
    { path: "location", absent: "violated", bad: ["europe-west1-b"] },
    { path: "nodeLocations", absent: "holds", bad: [["a"], "a", []] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    clusterSpansThreeZones,
    "an EKS cluster",
    [goodEksCluster, ...goodSubnets],
    [
      { path: "vpcConfig.subnetIds", absent: "violated", bad: [[], subnetIds.slice(0, 2), [subnetIds[0] ?? ""]] },
      { path: "availabilityZone", of: "subnet-a", absent: "violated", bad: ["eu-west-1b"] },
    ],
    {
      holds: {
        "with zones by their ids": [
          goodEksCluster,
          ...goodSubnets.map(({ inputs, ...subnet }) => ({
            ...subnet,
            inputs: { availabilityZoneId: inputs["availabilityZone"] ?? "" },
          })),
        ],
      },
      undecided: {
        "with subnets that exist already": changedIn(
          [goodEksCluster],
          ["vpcConfig.subnetIds", ["subnet-0a", "subnet-0b", "subnet-0c"]],
        ),
        "with text in which a subnet is a part only": changedIn(
          [goodEksCluster, ...goodSubnets],
          ["vpcConfig.subnetIds", subnetIds.map((id) => `${id}-copy`)],
        ),
      },
    },
  ),
  fixturesOf(
    clusterSpansThreeZones,
    "an EKS node group",
    [goodNodeGroup, ...goodSubnets],
    [{ path: "subnetIds", absent: "violated", bad: [[], subnetIds.slice(1)] }],
    {
      holds: {
        "as one group for each zone": [
          ...subnetIds.map((id, index) => ({
            ...changedIn([goodNodeGroup], ["subnetIds", [id]])[0],
            ...(index === 0 ? {} : { name: `nodes-${index}`, urn: `${goodNodeGroup.urn}-${index}` }),
          })),
          ...goodSubnets,
        ].flatMap((resource) => ("type" in resource ? [{ ...goodNodeGroup, ...resource }] : [])),
      },
      violated: {
        "as groups of other pools in the other zones": [
          ...changedIn([goodNodeGroup], ["subnetIds", subnetIds.slice(0, 1)]),
          ...changedAll([goodNodeGroup], ["subnetIds", subnetIds.slice(1)], ["labels", { pool: "other" }]).map(
            (group) => ({ ...group, name: "others", urn: `${group.urn}-others` }),
          ),
          ...goodSubnets,
        ],
      },
    },
  ),
  fixturesOf(
    clusterSpansThreeZones,
    "an AKS cluster",
    [goodAksCluster],
    [{ path: "agentPoolProfiles[0].availabilityZones", absent: "violated", bad: [[], ["1"], ["1", "1", "2"]] }],
    { holds: { "with no pool of its own yet": changedIn([goodAksCluster], ["agentPoolProfiles", undefined]) } },
  ),
  fixturesOf(
    clusterSpansThreeZones,
    "a pool of AKS",
    [goodAgentPool],
    [{ path: "availabilityZones", absent: "violated", bad: [[], ["1", "2"]], good: [["3", "2", "1"]] }],
  ),
  fixturesOf(
    clusterSpansThreeZones,
    "a group of nodes that AKS adds",
    [goodNodeGroupInside],
    [
      {
        path: "spec.template.spec.requirements[2].values",
        absent: "violated",
        bad: [["westeurope-1", "westeurope-2"]],
      },
      { path: "spec.template.spec.requirements", absent: "violated", bad: [[]] },
    ],
    { holds: { "another group": [{ ...goodNodeGroupInside, name: "other" }] } },
  ),
];
