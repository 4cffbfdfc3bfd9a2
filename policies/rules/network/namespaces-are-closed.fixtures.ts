import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { namespacesAreClosed } from "./namespaces-are-closed.ts";

const namespace = planned("kubernetes:core/v1:Namespace", { metadata: { name: "commerce" } }, { name: "namespace" });
const policy = planned(
  "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  {
    metadata: { name: "default-deny", namespace: "commerce" },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  },
  { name: "policy" },
);
const good = [namespace, policy];

export const fixtures: RuleFixtures = {
  rule: namespacesAreClosed,
  holds: {
    "is closed": good,
    "is closed beside open ones": [
      ...good,
      planned("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
        metadata: { namespace: "commerce" },
        spec: { podSelector: { matchLabels: { app: "order" } }, policyTypes: ["Ingress"], ingress: [{}] },
      }),
    ],
  },
  violated: {
    ...changes(good, {
      "has a policy elsewhere": ["metadata.namespace", "data", "policy"],
      "closes some pods only": ["spec.podSelector", { matchLabels: { app: "order" } }, "policy"],
      "closes one way only": ["spec.policyTypes", ["Ingress"], "policy"],
      "lets everything in": ["spec.ingress", [{}], "policy"],
      "lets everything out": ["spec.egress", [{}], "policy"],
      "has no name": ["metadata", undefined, "namespace"],
    }),
    "has no policy": [namespace],
  },
  undecided: changes(good, {
    "only the cloud knows its name": ["metadata.name", fromCloud, "namespace"],
    "only the cloud knows where the policy is": ["metadata.namespace", fromCloud, "policy"],
  }),
  notApplicable: { "no namespace": [planned("kubernetes:core/v1:ConfigMap", {})] },
  guards: [
    { path: "metadata.namespace", of: "policy", absent: "violated", bad: ["data"] },
    { path: "metadata.name", of: "namespace", absent: "violated", bad: ["other"] },
    {
      path: "spec.podSelector",
      of: "policy",
      absent: "violated",
      bad: [{ matchLabels: { a: "b" } }],
      hidden: "violated",
    },
    { path: "spec.policyTypes[0]", of: "policy", absent: "violated", bad: ["Egress"], hidden: "violated" },
    { path: "spec.ingress", of: "policy", absent: "holds", bad: [[{}]], hidden: "violated" },
    { path: "spec.egress", of: "policy", absent: "holds", bad: [[{}]], hidden: "violated" },
  ],
};
