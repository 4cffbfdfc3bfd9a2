import { unknownMarker, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
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

/** Servers of one store, each with an object of its own. */
function servers(...changes: Readonly<Record<string, PlannedValue>>[]): PlannedResource[] {
  return changes.map((change, index) => {
    const name = `server-${index}`;
    const set = { ...workload("kubernetes:apps/v1:StatefulSet"), name, urn: `urn:${name}` };
    const wish = { "spec.serviceName": "sessions-nodes", "spec.replicas": 1, ...change };
    return Object.entries(wish).reduce<PlannedResource>((made, [path, value]) => changed(made, path, value), set);
  });
}

export const fixtures: RuleFixtures = {
  rule: servicesHaveSpares,
  holds: {
    "its autoscaler keeps three": good,
    "says three": [changed(deployment, "spec.replicas", 3)],
    "is one of three under one Service": servers({}, {}, {}),
    "is one of two under one Service that have three": servers({ "spec.replicas": 2 }, {}),
  },
  violated: {
    ...changes(good, {
      "its autoscaler keeps two": ["spec.minReplicas", 2, "scaler"],
      "its autoscaler keeps one by default": ["spec.minReplicas", undefined, "scaler"],
      "its autoscaler is for another": ["spec.scaleTargetRef.name", "payment", "scaler"],
      "its autoscaler is elsewhere": ["metadata.namespace", "data", "scaler"],
    }),
    "says nothing": [deployment],
    "is one of two under one Service": servers({}, {}),
    "is one of three, one of them under another Service": servers({}, {}, { "spec.serviceName": "limits-nodes" }),
    "is one of three, one of them elsewhere": servers({}, {}, { "metadata.namespace": "other" }),
    "is one of three under no Service that is said": servers(
      { "spec.serviceName": null },
      { "spec.serviceName": null },
      { "spec.serviceName": null },
    ),
    "says two": [changed(deployment, "spec.replicas", 2)],
  },
  undecided: {
    ...changes(good, { "only the cloud knows": ["spec.minReplicas", unknownMarker, "scaler"] }),
    "is one of two under one Service, of which only the cloud knows the other's": servers(
      {},
      { "spec.replicas": unknownMarker },
    ),
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
