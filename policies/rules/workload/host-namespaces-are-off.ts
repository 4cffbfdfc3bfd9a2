import { podSpecOf, podTypes } from "../../facts/pods.ts";
import { at, expectValue, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No pod shares the node's network, processes or memory. */
export const hostNamespacesAreOff: ResourceRule = {
  id: "PK-WKL-002",
  name: "host-namespaces-are-off",
  says: "No pod shares the node's network, processes or memory.",
  why: "In the node's namespaces a pod sees other pods' traffic and processes, and no NetworkPolicy holds for it.",
  fix: "Leave out `hostNetwork`, `hostPID` and `hostIPC`, or set them to false.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-K8s 5.2.2", "CIS-K8s 5.2.3", "CIS-K8s 5.2.4", "SC-7"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: (resource) =>
    judged(
      ["hostNetwork", "hostPID", "hostIPC"].flatMap((flag) =>
        expectValue(at(podSpecOf(resource), flag), "false or left out", (value) => value === false, "holds"),
      ),
      "shares nothing with the node",
    ),
};
