import { eachContainer, podTypes } from "../../facts/pods.ts";
import type { PlannedValue } from "../../../plan/planned-resource.ts";
import { at, expectValue } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every container requests CPU and memory and limits memory. */
export const resourcesAreBounded: ResourceRule = {
  id: "PK-WKL-015",
  name: "resources-are-bounded",
  says: "Every container requests CPU and memory and limits memory.",
  why: "A container without requests is placed blindly and evicted first; one without a memory limit takes its neighbours down.",
  fix: "Set `resources: { requests: { cpu, memory }, limits: { memory } }`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-6", "A1.1"],
  source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  appliesTo: podTypes,
  judge: eachContainer("every container is bounded", (container, pod) => {
    // Ephemeral containers may not have resources: https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/
    if (container.path.startsWith(`${pod.path}${pod.path === "" ? "" : "."}ephemeralContainers`)) return [];
    return [
      ["requests", "cpu"],
      ["requests", "memory"],
      ["limits", "memory"],
    ].flatMap((keys) => expectValue(at(container, "resources", ...keys), "a quantity above zero", isQuantity));
  }),
};

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
function isQuantity(value: PlannedValue): boolean {
  if (typeof value === "number") return value > 0;
  return (
    typeof value === "string" &&
    /^\d*\.?\d+(?:[munkMGTPE]|[KMGTPE]i|[eE]\d+)?$/.test(value) &&
    Number.parseFloat(value) > 0
  );
}
