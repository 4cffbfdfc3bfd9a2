import type { PlannedResource } from "../../plan/planned-resource.ts";
import { namespaceOf, objectNameOf } from "./objects.ts";
import { at, inputsOf, isAbsent, textAt, type Place } from "../read.ts";

/** Workloads whose number of pods is chosen, by type token. */
export const replicatedTypes: readonly string[] = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:argoproj.io/v1alpha1:Rollout",
];

/** Type tokens of what scales a workload by load. */
export const scalerTypes: readonly string[] = [
  "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
];

/** The autoscaler of a workload, if the plan has one. */
export function scalerOf(
  workload: PlannedResource,
  resources: readonly PlannedResource[],
): PlannedResource | undefined {
  const kind = workload.type.split(":").at(-1);
  return resources.find((resource) => {
    if (!scalerTypes.includes(resource.type)) return false;
    const target = at(inputsOf(resource), "spec", "scaleTargetRef");
    return (
      textAt(at(target, "kind")) === kind &&
      textAt(at(target, "name")) !== undefined &&
      textAt(at(target, "name")) === objectNameOf(workload) &&
      namespaceOf(resource) === namespaceOf(workload)
    );
  });
}

/** Where it is said how many pods a workload has at least, and how many it is where nothing is said. */
export function leastReplicas(
  workload: PlannedResource,
  resources: readonly PlannedResource[],
): { readonly place: Place; readonly fallback: number } {
  const scaler = scalerOf(workload, resources);
  const place =
    scaler === undefined ? at(inputsOf(workload), "spec", "replicas") : at(inputsOf(scaler), "spec", "minReplicas");
  // One is the default of both.
  return { place, fallback: 1 };
}

/**
 * StatefulSets that share their governing Service, the workload itself among them: servers of one store that each have an object
 * of their own. Only itself where it governs its pods by a Service alone, or is nothing of the kind.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
 */
export function governedTogether(
  workload: PlannedResource,
  resources: readonly PlannedResource[],
): readonly PlannedResource[] {
  const serviceOf = (resource: PlannedResource): string | undefined =>
    textAt(at(inputsOf(resource), "spec", "serviceName"));
  const [service, namespace] = [serviceOf(workload), namespaceOf(workload)];
  if (service === undefined || namespace === undefined) return [workload];
  return resources.filter(
    (resource) =>
      resource.type === workload.type && serviceOf(resource) === service && namespaceOf(resource) === namespace,
  );
}

/** The number of pods at least, or undefined where it can't be known. */
export function leastReplicasKnown(
  workload: PlannedResource,
  resources: readonly PlannedResource[],
): number | undefined {
  const { place, fallback } = leastReplicas(workload, resources);
  if (isAbsent(place)) return fallback;
  return typeof place.value === "number" && place.misplaced !== true ? place.value : undefined;
}
