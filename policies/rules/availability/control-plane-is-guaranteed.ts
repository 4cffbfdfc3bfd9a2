import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** The cloud guarantees that the control plane answers. */
export const controlPlaneIsGuaranteed: ResourceRule = {
  id: "PK-AVL-005",
  name: "control-plane-is-guaranteed",
  says: "The cloud guarantees that the control plane answers.",
  why: "A free control plane has one replica less and nobody to complain to.",
  fix: "Set `sku.tier: Standard` or Premium.",
  severity: "medium",
  pack: "reliability",
  levels: levels("off", "off", "mandatory"),
  exemptible: true,
  compliance: ["A1.1"],
  source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
  ...judgedByType({ [aksClusterType]: judgeAks }),
};

function judgeAks(resource: PlannedResource): Judgement {
  return judged(
    // Free is the default.
    expectValue(
      at(inputsOf(resource), "sku", "tier"),
      "Standard or Premium",
      (value) => value === "Standard" || value === "Premium",
    ),
    "the control plane is guaranteed",
  );
}
