import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, itemsOf } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No container takes a port of its node. */
export const hostPortsAreOff: ResourceRule = {
  id: "PK-WKL-004",
  name: "host-ports-are-off",
  says: "No container takes a port of its node.",
  why: "A port of the node is reached past Services and NetworkPolicies, and only one pod per node can have it.",
  fix: "Leave out `ports[].hostPort`; a Service gives the address.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.2.13", "SC-7"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("no container takes a port of the node", (container) => {
    const { items, findings } = itemsOf(at(container, "ports"));
    return [
      ...findings,
      ...items.flatMap((port) => expectValue(at(port, "hostPort"), "left out", (value) => value === 0, "holds")),
    ];
  }),
};
