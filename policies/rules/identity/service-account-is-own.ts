import { podSpecOf, podTemplateOf, podTypes } from "../../facts/pods.ts";
import { at, expectValue, isAbsent, judged, textAt, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every pod runs as a service account of its own, and mounts no token for the API server. */
export const serviceAccountIsOwn: ResourceRule = {
  id: "PK-IAM-010",
  name: "service-account-is-own",
  says: "Every pod runs as a service account of its own, and mounts no token for the API server.",
  why: "The default account gathers everybody's rights; a token in a pod that needs none is a key left in the door.",
  fix: "Set `serviceAccountName`, and `automountServiceAccountToken: false`; a pod that talks to the API server says why in the annotation `landbridge.dev/needs-api`.",
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.1.5", "CIS-K8s 5.1.6", "AC-6"],
  source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
  appliesTo: podTypes,
  judge: (resource) => {
    const pod = podSpecOf(resource);
    const reason = at(podTemplateOf(resource), "metadata", "annotations", "landbridge.dev/needs-api");
    return judged([...ownAccount(pod), ...noToken(pod, reason)], "it has an account of its own and no token");
  },
};

function ownAccount(pod: Place): Finding[] {
  // Without a token it doesn't matter whose it would be.
  const account = at(pod, "serviceAccountName");
  if (isAbsent(account) && at(pod, "automountServiceAccountToken").value === false) return [];
  return expectValue(
    account,
    "an account other than default",
    (value) => typeof value === "string" && value !== "" && value !== "default",
  );
}

function noToken(pod: Place, reason: Place): Finding[] {
  const declared = (textAt(reason) ?? "").trim().length >= 10;
  return expectValue(
    at(pod, "automountServiceAccountToken"),
    "false, or true with a reason",
    (value) => value === false || (value === true && declared),
  );
}
