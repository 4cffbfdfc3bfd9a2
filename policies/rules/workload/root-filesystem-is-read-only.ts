import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every container's root filesystem is read-only. */
export const rootFilesystemIsReadOnly: ResourceRule = {
  id: "PK-WKL-014",
  name: "root-filesystem-is-read-only",
  says: "Every container's root filesystem is read-only.",
  why: "Who breaks in can't leave a program behind, and nothing is lost that somebody took for storage.",
  fix: "Set `securityContext.readOnlyRootFilesystem: true`; mount an emptyDir where the program writes.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-7"],
  source: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  appliesTo: podTypes,
  judge: eachContainer("every root filesystem is read-only", (container) =>
    expectValue(at(container, "securityContext", "readOnlyRootFilesystem"), "true", (value) => value === true),
  ),
};
