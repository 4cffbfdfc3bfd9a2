import { goodVpc, vpcId } from "../aws-fixture.ts";
import { goodVnet } from "../azure-fixture.ts";
import { changedIn, fixturesOf, outputOf, planned, type RuleFixtures } from "../fixture.ts";
import { waysInAreChosen } from "./ways-in-are-chosen.ts";

const closed = planned(
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  { vpcId, ingress: [], egress: [] },
  { name: "closed" },
);
const subnet = {
  name: "nodes",
  networkSecurityGroup: { id: outputOf("azure-native:network:NetworkSecurityGroup", "id", "rules") },
};

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    waysInAreChosen,
    "AWS",
    [goodVpc, closed],
    [
      { path: "ingress", of: "closed", absent: "holds", bad: [[{ self: true }], "none"] },
      { path: "egress", of: "closed", absent: "holds", bad: [[{ cidrBlocks: ["0.0.0.0/0"] }]] },
      { path: "vpcId", of: "closed", absent: "violated", bad: ["vpc-0another"] },
    ],
    {
      violated: { "keeps its default": [goodVpc] },
      notApplicable: { "isn't ours": [{ ...goodVpc, importId: "vpc-0123" }] },
    },
  ),
  fixturesOf(
    waysInAreChosen,
    "a network on Azure",
    changedIn([goodVnet], ["subnets", [subnet]]),
    [
      { path: "subnets", absent: "holds", bad: [[{ name: "nodes" }], "all"] },
      { path: "subnets[0].networkSecurityGroup.id", absent: "violated", bad: ["", 7] },
    ],
    {
      holds: {
        "a service's own": changedIn(
          [goodVnet],
          ["subnets", [{ name: "api-server", delegations: [{ name: "aks" }] }, { name: "GatewaySubnet" }]],
        ),
      },
      notApplicable: { "isn't ours": [{ ...goodVnet, importId: "/subscriptions/s/network" }] },
    },
  ),
  fixturesOf(
    waysInAreChosen,
    "a subnet on Azure",
    [planned("azure-native:network:Subnet", subnet)],
    [{ path: "networkSecurityGroup", absent: "violated", bad: [{}] }],
    {
      holds: { "a service's own": [planned("azure-native:network:Subnet", { delegations: [{ name: "aks" }] })] },
      notApplicable: {
        "isn't ours": [planned("azure-native:network:Subnet", {}, { importId: "/subscriptions/s/subnet" })],
      },
    },
  ),
];
