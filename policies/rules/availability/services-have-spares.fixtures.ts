import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { servicesHaveSpares } from "./services-have-spares.ts";

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
  rule: servicesHaveSpares,
  holds: {
    "its autoscaler keeps three": good,
    "says three": [changed(deployment, "spec.replicas", 3)],
  },
  violated: {
    ...changes(good, {
      "its autoscaler keeps two": ["spec.minReplicas", 2, "scaler"],
      "its autoscaler keeps one by default": ["spec.minReplicas", undefined, "scaler"],
      "its autoscaler is for another": ["spec.scaleTargetRef.name", "payment", "scaler"],
      "its autoscaler is elsewhere": ["metadata.namespace", "data", "scaler"],
    }),
    "says nothing": [deployment],
    "says two": [changed(deployment, "spec.replicas", 2)],
  },
  undecided: {
    ...changes(good, { "only the cloud knows": ["spec.minReplicas", unknownMarker, "scaler"] }),
    "a text of the cloud": [changed(deployment, "spec.replicas", fromCloud)],
  },
  notApplicable: {
    "a DaemonSet": [workload("kubernetes:apps/v1:DaemonSet")],
    "what is in a chart": [
      { ...deployment, urn: "urn:pulumi:a::b::kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1:Deployment::c" },
    ],
  },
  guards: [{ path: "spec.minReplicas", of: "scaler", absent: "violated", bad: [1, 2, "3"] }],
};
