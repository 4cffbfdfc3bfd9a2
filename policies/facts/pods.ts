import type { PlannedResource } from "../../plan/planned-resource.ts";
import { at, inputsOf, itemsOf, judged, violated, type Finding, type Place } from "../read.ts";
import type { ResourceRule } from "../rule.ts";

/** Where each kind of workload keeps its pod template, as keys from the inputs. */
const templates: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:apps/v1:DaemonSet": ["spec", "template"],
  "kubernetes:apps/v1:Deployment": ["spec", "template"],
  "kubernetes:apps/v1:ReplicaSet": ["spec", "template"],
  "kubernetes:apps/v1:StatefulSet": ["spec", "template"],
  "kubernetes:argoproj.io/v1alpha1:Rollout": ["spec", "template"],
  "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template"],
  "kubernetes:batch/v1:Job": ["spec", "template"],
  "kubernetes:core/v1:Pod": [],
  "kubernetes:core/v1:PodTemplate": ["template"],
  "kubernetes:core/v1:ReplicationController": ["spec", "template"],
};

/** Type tokens of everything that holds a pod's specification. */
export const podTypes: readonly string[] = Object.keys(templates);

/** Type tokens of workloads that run until they are told to stop. */
export const servingTypes = [
  "kubernetes:apps/v1:DaemonSet",
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:argoproj.io/v1alpha1:Rollout",
] as const;

/** The lists of containers that a pod may have. */
const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** The pod template of a workload: metadata and spec. */
export function podTemplateOf(resource: PlannedResource): Place {
  return at(inputsOf(resource), ...(templates[resource.type] ?? []));
}

/** The pod's specification in a workload. */
export function podSpecOf(resource: PlannedResource): Place {
  return at(podTemplateOf(resource), "spec");
}

/** All containers of a pod, whatever list they are in. A pod without any is a finding: rules must not hold of nothing. */
export function containersOf(
  pod: Place,
  lists: readonly string[] = containerLists,
): { readonly containers: readonly Place[]; readonly findings: readonly Finding[] } {
  const read = lists.map((list) => itemsOf(at(pod, list)));
  const containers = read.flatMap(({ items }) => items);
  const findings = read.flatMap((list) => list.findings);
  if (containers.length === 0 && findings.length === 0)
    return { containers, findings: [violated(`${pod.path === "" ? "the pod" : pod.path} has no containers`)] };
  return { containers, findings };
}

/** Judges each container of a workload; `pod` is the pod's specification. */
export function eachContainer(
  holds: string,
  judgeContainer: (container: Place, pod: Place) => readonly Finding[],
): ResourceRule["judge"] {
  return (resource) => {
    const pod = podSpecOf(resource);
    const { containers, findings } = containersOf(pod);
    return judged([...findings, ...containers.flatMap((container) => judgeContainer(container, pod))], holds);
  };
}
