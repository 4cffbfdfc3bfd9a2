import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { referencesLeadSomewhere } from "./references-lead-somewhere.ts";

const scaler = planned(
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  {
    metadata: { name: "order", namespace: "commerce" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "order" }, minReplicas: 3, maxReplicas: 9 },
  },
  { name: "scaler" },
);
const deployment = { ...workload(), name: "deployment", urn: "urn:deployment" };
const metadata = { name: "order", namespace: "commerce" };
const service = planned(
  "kubernetes:core/v1:Service",
  { metadata, spec: { selector: { app: "order" } } },
  { name: "service" },
);
const policy = planned(
  "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  { metadata, spec: { podSelector: { matchLabels: { app: "order" } } } },
  { name: "policy" },
);
const ingress = planned(
  "kubernetes:networking.k8s.io/v1:Ingress",
  { metadata, spec: { rules: [{ http: { paths: [{ path: "/", backend: { service: { name: "order" } } }] } }] } },
  { name: "ingress" },
);
const chart = planned("kubernetes:helm.sh/v4:Chart", { namespace: "commerce" }, { name: "chart", custom: false });
const good = [deployment, scaler, service, policy, ingress];

export const fixtures: RuleFixtures = {
  rule: referencesLeadSomewhere,
  holds: {
    "everything is there": good,
    "pods of a store": [
      planned("kubernetes:postgresql.cnpg.io/v1:Cluster", { metadata: { name: "orders", namespace: "commerce" } }),
      changed(policy, "spec.podSelector.matchLabels", { "cnpg.io/cluster": "orders" }),
    ],
    "all pods of a namespace": [changed(policy, "spec.podSelector", {})],
    ...changes(good, { "endpoints of somebody else": ["spec.selector", undefined, "service"] }),
  },
  violated: {
    ...changes(good, {
      "a Service with a typing mistake": ["spec.selector", { app: "odrer" }, "service"],
      "a Service for pods elsewhere": ["metadata.namespace", "data", "service"],
      "a Service that asks for too much": ["spec.selector", { app: "order", version: "2" }, "service"],
      "a policy for nobody": ["spec.podSelector.matchLabels", { app: "payment" }, "policy"],
      "an autoscaler for nothing": ["spec.scaleTargetRef.name", "payment", "scaler"],
      "an autoscaler for another kind": ["spec.scaleTargetRef.kind", "StatefulSet", "scaler"],
      "a backend that isn't there": ["spec.rules[0].http.paths[0].backend.service.name", "payment", "ingress"],
    }),
    "pods of a store that isn't there": [
      changed(policy, "spec.podSelector.matchLabels", { "cnpg.io/cluster": "orders" }),
    ],
    "a chart elsewhere": [
      chart,
      changed(changed(policy, "metadata.namespace", "data"), "spec.podSelector.matchLabels", { a: "b" }),
    ],
  },
  undecided: {
    ...changes(good, {
      "only the cloud knows for whom": ["spec.selector", { app: fromCloud }, "service"],
      "only the cloud knows where": ["metadata.namespace", fromCloud, "policy"],
      "nobody knows for what": ["spec.scaleTargetRef", unknownMarker, "scaler"],
    }),
    "pods of a chart that nobody could look into": [
      chart,
      changed(policy, "spec.podSelector.matchLabels", { app: "operator" }),
    ],
  },
  notApplicable: { "nothing refers to anything": [deployment] },
  opaque: [{ urn: chart.urn, name: chart.name, chart: "a", version: "1.0.0", reason: "no Helm" }],
  guards: [
    { path: "spec.selector.app", of: "service", absent: "holds", bad: ["payment", "Order"] },
    { path: "metadata.namespace", of: "service", absent: "violated", bad: ["data"] },
    { path: "spec.podSelector.matchLabels.app", of: "policy", absent: "holds", bad: ["payment"] },
    { path: "spec.scaleTargetRef.name", of: "scaler", absent: "violated", bad: ["payment"] },
    { path: "spec.scaleTargetRef.kind", of: "scaler", absent: "violated", bad: ["StatefulSet"] },
    {
      path: "spec.rules[0].http.paths[0].backend.service.name",
      of: "ingress",
      absent: "holds",
      bad: ["payment"],
    },
  ],
};
