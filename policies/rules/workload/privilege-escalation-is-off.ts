import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No container lets a process gain more rights than its parent. */
export const privilegeEscalationIsOff: ResourceRule = {
  id: "PK-WKL-011",
  name: "privilege-escalation-is-off",
  says: "No container lets a process gain more rights than its parent.",
  why: "With it, one set-uid program in the image is a way back to root.",
  fix: "Set `securityContext.allowPrivilegeEscalation: false`; the default is true.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.2.5", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("no process gains rights", (container) =>
    expectValue(at(container, "securityContext", "allowPrivilegeEscalation"), "false", (value) => value === false),
  ),
};
