import { z } from "zod";
import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import { nameOf, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { conditionsOf, hasCondition } from "../rehearsal/cluster/conditions.ts";
import { readPods, selected, type PodState } from "./cluster-state.ts";
import { count, countKinds, type Findings } from "./findings.ts";
import { waitFor } from "./wait-for.ts";

const kinds = ["DaemonSet", "Deployment", "Job", "StatefulSet"];
const autoscaled = z.looseObject({
  minReplicas: z.number().default(1),
  scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }),
});
const replicated = z.looseObject({
  replicas: z.number().default(1),
  selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).default({}) }).default({ matchLabels: {} }),
});
const progress = z.looseObject({ observedGeneration: z.number().default(0), readyReplicas: z.number().default(0) });

/** The workloads among objects. Operators' own pods are not: charts are not rendered where Helm or their archives are missing. */
function workloadsOf(objects: readonly ClusterObject[]): ClusterObject[] {
  return objects.filter(({ kind }) => kinds.includes(kind));
}

/** Pods that a workload must have at least: its own number, or its autoscaler's fewest. */
export function wantedReplicas(workload: ClusterObject, objects: readonly ClusterObject[]): number {
  for (const object of objects) {
    if (object.kind !== "HorizontalPodAutoscaler" || object.metadata.namespace !== workload.metadata.namespace)
      continue;
    const { minReplicas, scaleTargetRef } = autoscaled.parse(object["spec"]);
    if (scaleTargetRef.kind === workload.kind && scaleTargetRef.name === workload.metadata.name) return minReplicas;
  }
  return replicated.parse(workload["spec"]).replicas;
}

/** Whether a workload has as many ready pods as it must, by its own count and by the pods themselves, or is done. */
export function isUp(workload: ClusterObject, wanted: number, pods: readonly PodState[]): boolean {
  if (workload.kind === "Job") return hasCondition(workload, "Complete");
  const { observedGeneration, readyReplicas } = progress.parse(workload["status"] ?? {});
  const isSeen = observedGeneration >= (workload.metadata.generation ?? 0) && readyReplicas >= wanted;
  // What has just been deleted is still in its count.
  return isSeen && podsOf(workload, pods).length >= wanted;
}

/** Waits until every workload is up and looks how its pods are spread over the zones. */
export async function checkWorkloads(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  zones: number,
): Promise<Findings> {
  const workloads = workloadsOf(objects);
  const down = await waitForWorkloads(api, objects);
  const pods = await readPods(api);
  const spread = workloads.filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
  const crowded = spread.flatMap((workload) => {
    const ready = podsOf(workload, pods);
    const over = new Set(ready.map(({ zone }) => zone)).size;
    const wanted = Math.min(ready.length, zones);
    return over >= wanted ? [] : [`${nameOf(workload)}: ${ready.length} pods in ${count(over, "zone")} of ${zones}`];
  });
  const perZone = [
    ...Map.groupBy(
      pods.filter(({ ready }) => ready),
      ({ zone = "?" }) => zone,
    ),
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([zone, { length }]) => `${length} in ${zone}`);
  return {
    says: [
      `${workloads.length - down.length} of ${count(workloads.length, "workload")} ready (${countKinds(workloads.map(({ kind }) => kind))}); pods: ${perZone.join(", ")}`,
    ],
    failures: [...down, ...crowded],
  };
}

function podsOf(workload: ClusterObject, pods: readonly PodState[]): PodState[] {
  const { matchLabels } = replicated.parse(workload["spec"]).selector;
  return selected(pods, { namespace: workload.metadata.namespace ?? "", matchLabels }).filter(({ ready }) => ready);
}

/** Waits up to a minute until every workload is up. Gives those that aren't, with why. */
export async function waitForWorkloads(api: ClusterApi, objects: readonly ClusterObject[]): Promise<string[]> {
  const workloads = workloadsOf(objects).map((object) => ({ object, wanted: wantedReplicas(object, objects) }));
  let failures: string[] = [];
  await waitFor(60, async () => {
    const now = await Promise.all(workloads.map(async (one) => ({ ...one, object: await api.read(one.object) })));
    const pods = await readPods(api);
    failures = now
      .filter(({ object, wanted }) => !isUp(object, wanted, pods))
      .map(({ object, wanted }) => `not ready: ${nameOf(object)} (wants ${wanted}): ${whyNot(object, pods)}`);
    return failures.length === 0;
  });
  return failures;
}

function whyNot(workload: ClusterObject, pods: readonly PodState[]): string {
  const refused = conditionsOf(workload).find(({ type }) => type === "ReplicaFailure" || type === "Failed")?.message;
  const waits = pods.find(
    ({ namespace, name, waitsFor }) =>
      waitsFor !== undefined && namespace === workload.metadata.namespace && name.startsWith(workload.metadata.name),
  )?.waitsFor;
  return refused ?? waits ?? "its pods are not ready after a minute";
}
