import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, isList, itemsOf, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every container drops all capabilities and adds none but NET_BIND_SERVICE. */
export const capabilitiesAreDropped: ResourceRule = {
  id: "PK-WKL-007",
  name: "capabilities-are-dropped",
  says: "Every container drops all capabilities and adds none but NET_BIND_SERVICE.",
  why: "Each capability is a part of root's power; the runtime's default set is enough to forge packets and change file owners.",
  fix: "Set `securityContext.capabilities: { drop: [ALL] }`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-K8s 5.2.8", "CIS-K8s 5.2.9", "CIS-K8s 5.2.10", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("every container drops all capabilities", (container) =>
    dropsAll(at(container, "securityContext", "capabilities")),
  ),
};

function dropsAll(capabilities: Place): Finding[] {
  const { items, findings } = itemsOf(at(capabilities, "add"));
  return [
    ...findings,
    ...items.flatMap((added) => expectValue(added, "NET_BIND_SERVICE", (value) => value === "NET_BIND_SERVICE")),
    ...expectValue(at(capabilities, "drop"), "a list with ALL", (value) => isList(value) && value.includes("ALL")),
  ];
}
