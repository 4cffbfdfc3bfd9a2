import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every namespace enforces the restricted Pod Security Standard. */
export const namespaceEnforcesPodSecurity: ResourceRule = {
  id: "PK-WKL-021",
  name: "namespace-enforces-pod-security",
  says: "Every namespace enforces the restricted Pod Security Standard.",
  why: "Rules see what the plan makes; admission sees everything, also what people and operators make later.",
  fix: "Set the label `pod-security.kubernetes.io/enforce: restricted`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.2.1", "CM-7"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
  appliesTo: ["kubernetes:core/v1:Namespace"],
  judge: (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), "metadata", "labels", "pod-security.kubernetes.io/enforce"),
        "restricted",
        (value) => value === "restricted",
      ),
      "restricted is enforced",
    ),
};
