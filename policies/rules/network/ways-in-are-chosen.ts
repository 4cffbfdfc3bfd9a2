import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { defaultGroup } from "../../facts/companions.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  isList,
  itemsOf,
  judged,
  notApplicable,
  textAt,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

/** Nothing is let in by a default: the default group is empty, and every subnet has rules. */
export const waysInAreChosen: Rule = {
  id: "PK-NET-008",
  name: "ways-in-are-chosen",
  says: "Nothing is let in by a default: the default group is empty, and every subnet has rules.",
  why: "What nobody assigned to a group lands in the default one, whose members may all talk to each other.",
  fix: {
    aws: "Make a `DefaultSecurityGroup` with empty `ingress` and `egress` for each VPC.",
    azure: "Set `networkSecurityGroup` on each subnet that isn't a service's own.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-7", "CC6.6"],
  source: {
    aws: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    azure: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
  },
  ...judgedBoth(
    {
      "azure-native:network:Subnet": judgeSubnet,
      "azure-native:network:VirtualNetwork": judgeVirtualNetwork,
    },
    { "aws:ec2/vpc:Vpc": judgeVpc },
    [defaultGroup],
  ),
};

function judgeVpc(vpc: PlannedResource, stack: Stack): Judgement {
  if (vpc.importId !== undefined) return notApplicable("the network is not ours to change");
  return judged(
    expectCompanion(stack, vpc, defaultGroup, (companion) =>
      ["ingress", "egress"].flatMap((key) =>
        expectValue(at(inputsOf(companion), key), "empty", (value) => isList(value) && value.length === 0, "holds"),
      ),
    ),
    "the default group lets nothing through",
  );
}

function judgeVirtualNetwork(resource: PlannedResource): Judgement {
  if (resource.importId !== undefined) return notApplicable("the network is not ours to change");
  const { items, findings } = itemsOf(at(inputsOf(resource), "subnets"));
  return judged([...findings, ...items.flatMap(expectRules)], "every subnet has rules");
}

function judgeSubnet(resource: PlannedResource): Judgement {
  if (resource.importId !== undefined) return notApplicable("the subnet is not ours to change");
  return judged(expectRules(inputsOf(resource)), "the subnet has rules");
}

/** Subnets of Azure's own services, by the names that those ask for. */
const reserved = ["AzureBastionSubnet", "AzureFirewallSubnet", "GatewaySubnet", "RouteServerSubnet"];

function expectRules(subnet: Place): readonly Finding[] {
  const delegations = itemsOf(at(subnet, "delegations"));
  // A service to which a subnet is given guards it itself.
  const isGiven = delegations.items.length > 0 || reserved.includes(textAt(at(subnet, "name")) ?? "");
  const group = at(subnet, "networkSecurityGroup", "id");
  if (isGiven) return [];
  // Any group will do, and its id is the cloud's to say.
  if (typeof group.value === "string" && group.misplaced !== true && group.value !== "") return [];
  return isAbsent(group) && delegations.findings.length > 0
    ? delegations.findings
    : expectValue(group, "a network security group's id", () => false);
}
