import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A peering of two networks carries nobody else's traffic, and each side agrees to it by itself. */
export const peeringsAreForTwo: ResourceRule = {
  id: "PK-NET-022",
  name: "peerings-are-for-two",
  says: "A peering of two networks carries nobody else's traffic, and each side agrees to it by itself.",
  why: "What one network passes on comes to the other from places that its owner never saw, with addresses that its rules trust.",
  fix: {
    aws: "Leave `autoAccept` out of the connection, and let the other side accept it.",
    azure: "Set `allowForwardedTraffic`, `allowGatewayTransit` and `useRemoteGateways` to false.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-7", "AC-4", "CC6.6"],
  source: {
    aws: "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html",
    azure: "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering",
  },
  ...judgedByType({
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": (connection) => judgeOff(connection, ["autoAccept"]),
    "azure-native:network:VirtualNetworkPeering": (peering) =>
      judgeOff(peering, ["allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"]),
  }),
};

/** False is the default of each. */
function judgeOff(resource: PlannedResource, switches: readonly string[]): Judgement {
  return judged(
    switches.flatMap((name) => expectValue(at(inputsOf(resource), name), "false", (value) => value === false, "holds")),
    "it is for its two networks alone",
  );
}
