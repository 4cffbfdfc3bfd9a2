import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { replicasHaveOneOwner } from "./replicas-have-one-owner.ts";

const scaler = planned(
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  {
    metadata: { name: "order", namespace: "commerce" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "order" }, minReplicas: 3, maxReplicas: 9 },
  },
  { name: "scaler" },
);
const deployment = { ...workload(), name: "deployment", urn: "urn:deployment" };
const good = [deployment, scaler];

export const fixtures: RuleFixtures = {
  rule: replicasHaveOneOwner,
  holds: {
    "the autoscaler decides": good,
    ...changes(good, { "one is the default": ["spec.minReplicas", undefined, "scaler"] }),
  },
  violated: changes(good, {
    "the workload decides too": ["spec.replicas", 3, "deployment"],
    "there is no room": ["spec.maxReplicas", 3, "scaler"],
    "there is no end": ["spec.maxReplicas", undefined, "scaler"],
    "the workload decides, beside something unknown": ["spec", { replicas: 3, template: unknownMarker }, "deployment"],
  }),
  undecided: changes(good, {
    "only the cloud knows": ["spec.replicas", unknownMarker, "deployment"],
    "only the cloud knows the end": ["spec.maxReplicas", fromCloud, "scaler"],
  }),
  notApplicable: { "nothing scales it": [deployment] },
  guards: [
    { path: "spec.replicas", of: "deployment", absent: "holds", bad: [1, 3, "3"] },
    { path: "spec.maxReplicas", of: "scaler", absent: "violated", bad: [1, 3, "9"] },
    { path: "spec.minReplicas", of: "scaler", absent: "holds", bad: [9, "3"] },
  ],
};
