import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, isAbsent, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every container runs under the runtime's seccomp profile or one of its own. */
export const seccompProfileIsSet: ResourceRule = {
  id: "PK-WKL-013",
  name: "seccomp-profile-is-set",
  says: "Every container runs under the runtime's seccomp profile or one of its own.",
  why: "Without a profile a process may make any system call, also those that only exploits need.",
  fix: "Set `securityContext.seccompProfile: { type: RuntimeDefault }` on the pod.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.7.2", "SI-16"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: eachContainer("every container has a seccomp profile", (container, pod) =>
    expectValue(
      profile(container, pod),
      "RuntimeDefault or Localhost",
      (value) => value === "RuntimeDefault" || value === "Localhost",
    ),
  ),
};

function profile(container: Place, pod: Place): Place {
  const own = at(container, "securityContext", "seccompProfile");
  return at(isAbsent(own) ? at(pod, "securityContext", "seccompProfile") : own, "type");
}
