import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { evictionsAreBounded } from "./evictions-are-bounded.ts";

const scaler = planned(
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  {
    metadata: { name: "order", namespace: "commerce" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "order" }, minReplicas: 3, maxReplicas: 9 },
  },
  { name: "scaler" },
);
const deployment = { ...workload(), name: "deployment", urn: "urn:deployment" };
const budget = planned(
  "kubernetes:policy/v1:PodDisruptionBudget",
  {
    metadata: { name: "order", namespace: "commerce" },
    spec: { selector: { matchLabels: { app: "order" } }, maxUnavailable: 1 },
  },
  { name: "budget" },
);
const good = [deployment, scaler, budget];

export const fixtures: RuleFixtures = {
  rule: evictionsAreBounded,
  holds: {
    "one may go": good,
    ...changes(good, {
      "a tenth may go": ["spec", { selector: { matchLabels: { app: "order" } }, maxUnavailable: "10%" }, "budget"],
      "two must stay": ["spec", { selector: { matchLabels: { app: "order" } }, minAvailable: 2 }, "budget"],
      "half must stay": ["spec", { selector: { matchLabels: { app: "order" } }, minAvailable: "50%" }, "budget"],
      "is found by an exclusion": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "NotIn", values: ["payment"] }] },
        "budget",
      ],
      "is found by a label's presence": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "Exists" }] },
        "budget",
      ],
      "is found by a label's absence": [
        "spec.selector",
        { matchExpressions: [{ key: "canary", operator: "DoesNotExist" }] },
        "budget",
      ],
      "is found by an expression": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "In", values: ["order"] }] },
        "budget",
      ],
    }),
  },
  violated: {
    ...changes(good, {
      "none may go": ["spec.maxUnavailable", 0, "budget"],
      "no part may go": ["spec.maxUnavailable", "0%", "budget"],
      "all must stay": ["spec", { selector: { matchLabels: { app: "order" } }, minAvailable: 3 }, "budget"],
      "nine tenths must stay": ["spec", { selector: { matchLabels: { app: "order" } }, minAvailable: "90%" }, "budget"],
      "says no number": ["spec.maxUnavailable", undefined, "budget"],
      "is for others": ["spec.selector.matchLabels", { app: "payment" }, "budget"],
      "asks for a label that they lack": [
        "spec.selector",
        { matchExpressions: [{ key: "canary", operator: "Exists" }] },
        "budget",
      ],
      "refuses a label that they have": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] },
        "budget",
      ],
      "uses an operator that there isn't": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "Equals", values: ["order"] }] },
        "budget",
      ],
      "excludes them": [
        "spec.selector",
        { matchExpressions: [{ key: "app", operator: "NotIn", values: ["order"] }] },
        "budget",
      ],
      "is elsewhere": ["metadata.namespace", "data", "budget"],
    }),
    "has none": [changed(deployment, "spec.replicas", 3)],
  },
  undecided: changes(good, {
    "only the cloud knows": ["spec.maxUnavailable", unknownMarker, "budget"],
    "only the cloud knows for whom": ["spec.selector", unknownMarker, "budget"],
    "only the cloud knows how many": ["spec.minReplicas", fromCloud, "scaler"],
  }),
  notApplicable: { "has one pod": [deployment] },
  guards: [
    { path: "spec.maxUnavailable", of: "budget", absent: "violated", bad: [0, "0%"] },
    { path: "spec.selector.matchLabels.app", of: "budget", absent: "holds", bad: ["payment"] },
    { path: "metadata.namespace", of: "budget", absent: "violated", bad: ["data"], hidden: "violated" },
  ],
};
