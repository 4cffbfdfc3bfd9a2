import { fixturesOf, planned, type RuleFixtures } from "../fixture.ts";
import { goodLabels } from "../gcp-fixture.ts";
import { peeringsAreForTwo } from "./peerings-are-for-two.ts";

const connection = planned("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {
  vpcId: "vpc-0123456789abcdef0",
  peerVpcId: "vpc-0fedcba9876543210",
  autoAccept: false,
  tags: goodLabels,
});
const peering = planned("azure-native:network:VirtualNetworkPeering", {
  allowVirtualNetworkAccess: true,
  allowForwardedTraffic: false,
  allowGatewayTransit: false,
  useRemoteGateways: false,
});
const off = (path: string) => ({ path, absent: "holds" as const, bad: [true, "false"], good: [false] });

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(peeringsAreForTwo, "VPC peering", [connection], [off("autoAccept")], {
    holds: { "another connection": [{ ...connection, name: "other" }] },
  }),
  fixturesOf(
    peeringsAreForTwo,
    "peering of virtual networks",
    [peering],
    ["allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"].map(off),
    { holds: { "another peering": [{ ...peering, name: "other" }] } },
  ),
];
