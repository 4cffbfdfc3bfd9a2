import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, isAbsent, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every container runs as a user other than root, and says so. */
export const runsAsNonRoot: ResourceRule = {
  id: "PK-WKL-012",
  name: "runs-as-non-root",
  says: "Every container runs as a user other than root, and says so.",
  why: "Root in a container is root on the node as soon as anything else fails.",
  fix: "Set `securityContext.runAsNonRoot: true` on the pod, and no `runAsUser: 0`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.2.6", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("no container runs as root", (container, pod) => [
    ...expectValue(effective(container, pod, "runAsNonRoot"), "true", (value) => value === true),
    ...notRoot(effective(container, pod, "runAsUser")),
    ...notRoot(at(pod, "securityContext", "runAsUser")),
  ]),
};

/** The container's word counts; where it says nothing, the pod's does. */
function effective(container: Place, pod: Place, field: string): Place {
  const own = at(container, "securityContext", field);
  return isAbsent(own) ? at(pod, "securityContext", field) : own;
}

function notRoot(user: Place): Finding[] {
  return expectValue(
    user,
    "a number other than 0, or left out",
    (value) => typeof value === "number" && value > 0,
    "holds",
  );
}
