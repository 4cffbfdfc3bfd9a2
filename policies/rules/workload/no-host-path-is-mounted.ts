import { podSpecOf, podTypes } from "../../facts/pods.ts";
import { at, expectValue, itemsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No pod mounts a path of its node. */
export const noHostPathIsMounted: ResourceRule = {
  id: "PK-WKL-003",
  name: "no-host-path-is-mounted",
  says: "No pod mounts a path of its node.",
  why: "A path of the node leads out of the container: to the runtime's socket, to other pods' secrets, to the kubelet's keys.",
  fix: "Use a PersistentVolumeClaim, or emptyDir for scratch space.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-K8s 5.2.12", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: (resource) => {
    const { items, findings } = itemsOf(at(podSpecOf(resource), "volumes"));
    const mounted = items.flatMap((volume) => expectValue(at(volume, "hostPath"), "left out", () => false, "holds"));
    return judged([...findings, ...mounted], "mounts nothing of the node");
  },
};
