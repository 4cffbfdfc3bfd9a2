import { at, expectValue, inputsOf, isAbsent, judged, notApplicable, type Place } from "../../read.ts";
import { isObject } from "../../../plan/planned-resource.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Subnets log who talks to whom. */
export const networkFlowsAreLogged: ResourceRule = {
  id: "PK-LOG-002",
  name: "network-flows-are-logged",
  says: "Subnets log who talks to whom.",
  why: "Without it an intruder's moves inside the network leave no trace.",
  fix: "Set `logConfig` on the subnet.",
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 3.8", "AU-12"],
  source: "https://cloud.google.com/vpc/docs/using-flow-logs",
  appliesTo: ["gcp:compute/subnetwork:Subnetwork"],
  judge: (resource) => {
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
  },
};

// Google refuses logs for them. https://cloud.google.com/vpc/docs/using-flow-logs
function hasNoNodes(purpose: Place): boolean {
  return !isAbsent(purpose) && (purpose.value === "REGIONAL_MANAGED_PROXY" || purpose.value === "GLOBAL_MANAGED_PROXY");
}
