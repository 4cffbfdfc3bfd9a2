import { isObject, type PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { networkFlowLog, vpcFlowLog } from "../../facts/companions.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable, type Place } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";

/** Subnets log who talks to whom. */
export const networkFlowsAreLogged: Rule = {
  id: "PK-LOG-002",
  name: "network-flows-are-logged",
  says: "Networks log who talks to whom.",
  why: "Without it an intruder's moves inside the network leave no trace.",
  fix: {
    gcp: "Set `logConfig` on the subnet.",
    aws: "Make a `FlowLog` of the VPC with `trafficType: ALL`.",
    azure: "Make a `FlowLog` of the virtual network with `enabled: true`.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 3.8", "AU-12"],
  source: {
    gcp: "https://cloud.google.com/vpc/docs/using-flow-logs",
    aws: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    azure: "https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview",
  },
  ...judgedBoth(
    { "gcp:compute/subnetwork:Subnetwork": judgeSubnetwork },
    { "aws:ec2/vpc:Vpc": judgeVpc, "azure-native:network:VirtualNetwork": judgeVirtualNetwork },
    [vpcFlowLog, networkFlowLog],
  ),
};

function judgeSubnetwork(resource: PlannedResource): Judgement {
  if (resource.importId !== undefined) return notApplicable("the subnet is not ours to change");
  const inputs = inputsOf(resource);
  if (hasNoNodes(at(inputs, "purpose"))) return notApplicable("nothing of ours lives in it");
  return judged(
    [
      ...expectValue(at(inputs, "logConfig"), "given", (value) => isObject(value)),
      // Half of the flows is the default.
      ...expectValue(
        at(inputs, "logConfig", "flowSampling"),
        "above 0",
        (value) => typeof value === "number" && value > 0 && value <= 1,
        "holds",
      ),
    ],
    "flows are logged",
  );
}

// Google refuses logs for them. https://cloud.google.com/vpc/docs/using-flow-logs
function hasNoNodes(purpose: Place): boolean {
  return !isAbsent(purpose) && (purpose.value === "REGIONAL_MANAGED_PROXY" || purpose.value === "GLOBAL_MANAGED_PROXY");
}

function judgeVpc(vpc: PlannedResource, stack: Stack): Judgement {
  if (vpc.importId !== undefined) return notApplicable("the network is not ours to change");
  return judged(
    expectCompanion(
      stack,
      vpc,
      vpcFlowLog,
      (companion) => expectValue(at(inputsOf(companion), "trafficType"), "ALL", (value) => value === "ALL"),
      "some",
    ),
    "flows are logged",
  );
}

function judgeVirtualNetwork(network: PlannedResource, stack: Stack): Judgement {
  if (network.importId !== undefined) return notApplicable("the network is not ours to change");
  return judged(
    expectCompanion(
      stack,
      network,
      networkFlowLog,
      (companion) => expectValue(at(inputsOf(companion), "enabled"), "true", (value) => value === true),
      "some",
    ),
    "flows are logged",
  );
}
