import { changes, planned, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { namespacesHaveLimits } from "./namespaces-have-limits.ts";

const namespace = planned("kubernetes:core/v1:Namespace", { metadata: { name: "commerce" } }, { name: "namespace" });
const deployment = { ...workload(), name: "deployment" };
const metadata = { name: "limits", namespace: "commerce" };
const quota = planned(
  "kubernetes:core/v1:ResourceQuota",
  { metadata, spec: { hard: { pods: "50" } } },
  { name: "quota" },
);
const range = planned(
  "kubernetes:core/v1:LimitRange",
  { metadata, spec: { limits: [{ type: "Container" }] } },
  { name: "range" },
);
const good = [namespace, deployment, quota, range];

export const fixtures: RuleFixtures = {
  rule: namespacesHaveLimits,
  holds: {
    "has both": good,
    "has two quotas": [...good, { ...quota, name: "other" }],
  },
  violated: {
    "has no quota": good.filter(({ name }) => name !== "quota"),
    "has no defaults": good.filter(({ name }) => name !== "range"),
    ...changes(good, {
      "has a quota elsewhere": ["metadata.namespace", "data", "quota"],
      "has an empty quota": ["spec.hard", {}, "quota"],
      "has empty defaults": ["spec.limits", [], "range"],
    }),
  },
  undecided: {},
  notApplicable: {
    "nothing of ours runs there": [namespace],
    "a chart runs there": [
      namespace,
      { ...deployment, urn: "urn:pulumi:a::b::kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1:Deployment::c" },
    ],
  },
  guards: [
    { path: "spec.hard", of: "quota", absent: "violated", bad: [{}, "much"], hidden: "violated" },
    { path: "spec.limits", of: "range", absent: "violated", bad: [[], "much"], hidden: "violated" },
    { path: "metadata.namespace", of: "quota", absent: "violated", bad: ["data"], hidden: "violated" },
    { path: "metadata.namespace", of: "range", absent: "violated", bad: ["data"], hidden: "violated" },
  ],
};
