import { expect, test } from "vitest";
import type { PodState } from "./cluster-state.ts";
import { isUp, wantedReplicas } from "./workloads.ts";

const metadata = { name: "order", namespace: "commerce", generation: 2 };
const spec = { selector: { matchLabels: { app: "order" } } };
const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec };
const scaler = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata,
  spec: { minReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "order" } },
};
const pod: PodState = {
  ...{ namespace: "commerce", name: "a", labels: { app: "order" }, zone: "zone-a" },
  ...{ ready: true, finished: false, waitsFor: undefined },
};

test("a workload has to have what its autoscaler wants at least, or else its own number", () => {
  expect(wantedReplicas(deployment, [scaler])).toBe(3);
  expect(wantedReplicas(deployment, [{ ...scaler, metadata: { ...metadata, namespace: "other" } }])).toBe(1);
  expect(wantedReplicas({ ...deployment, spec: { ...spec, replicas: 2 } }, [])).toBe(2);
});

test("a count that is older than the object, or than the pods, isn't believed", () => {
  const status = { observedGeneration: 2, readyReplicas: 2 };
  expect(isUp({ ...deployment, status }, 2, [pod, pod])).toBe(true);
  expect(isUp({ ...deployment, status: { ...status, observedGeneration: 1 } }, 2, [pod, pod])).toBe(false);
  expect(isUp({ ...deployment, status }, 2, [pod])).toBe(false);
  expect(isUp({ ...deployment, status }, 2, [pod, { ...pod, ready: false }])).toBe(false);
  expect(isUp(deployment, 1, [pod])).toBe(false);
});

test("a job is up when it is complete", () => {
  const job = { ...deployment, kind: "Job" };
  expect(isUp({ ...job, status: { conditions: [{ type: "Complete", status: "True" }] } }, 1, [])).toBe(true);
  expect(isUp({ ...job, status: { conditions: [{ type: "Failed", status: "True" }] } }, 1, [])).toBe(false);
});
