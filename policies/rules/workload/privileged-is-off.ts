import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No container is privileged. */
export const privilegedIsOff: ResourceRule = {
  id: "PK-WKL-001",
  name: "privileged-is-off",
  says: "No container is privileged.",
  why: "A privileged container has the node's devices and all capabilities: whoever breaks into it owns the node.",
  fix: "Leave out `securityContext.privileged`, or set it to false.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-K8s 5.2.1", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("no container is privileged", (container) =>
    expectValue(
      at(container, "securityContext", "privileged"),
      "false or left out",
      (value) => value === false,
      "holds",
    ),
  ),
};
