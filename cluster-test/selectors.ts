import { z } from "zod";
import { nameOf, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { selected, type PodState } from "./cluster-state.ts";
import { count, type Findings } from "./findings.ts";
import { nameInPlace, standsIn } from "./stand-ins.ts";

const labels = z.record(z.string(), z.string()).default({});
const selector = z.object({ matchLabels: labels }).prefault({});
/** Where each kind of object says which pods it is about. */
const readers: Readonly<Record<string, (spec: unknown) => Record<string, string>>> = {
  NetworkPolicy: (spec) => z.object({ podSelector: selector }).parse(spec).podSelector.matchLabels,
  PodDisruptionBudget: (spec) => z.object({ selector }).parse(spec).selector.matchLabels,
  Service: (spec) => z.object({ selector: labels }).parse(spec).selector,
};

const timed = z.object({
  jobTemplate: z.object({
    spec: z.object({ template: z.object({ metadata: z.object({ labels }).prefault({}) }) }),
  }),
});

/** Pods that a CronJob will make at its time, and those of the server that one which tries backups asks the operator for: it is called as the CronJob is. */
function podsToCome(objects: readonly ClusterObject[]): Pick<PodState, "namespace" | "labels">[] {
  return objects
    .filter(({ kind }) => kind === "CronJob")
    .flatMap(({ metadata: { namespace = "", name }, ...object }) => {
      const { template } = timed.parse(object["spec"]).jobTemplate.spec;
      return [template.metadata.labels, { "cnpg.io/cluster": name }].map((labels) => ({ namespace, labels }));
    });
}

/** A pod that stands in for a server of Kafka with the label by which Strimzi names each of them: what leads to one broker goes by it. */
function named<P extends Pick<PodState, "name" | "labels">>(pod: P): P {
  return standsIn(pod) && "strimzi.io/cluster" in pod.labels
    ? { ...pod, labels: { ...pod.labels, "strimzi.io/pod-name": nameInPlace(pod) } }
    : pod;
}

/** Labels that an operator puts on pods as they run, by what each of them does just then. */
const roles = ["k8s.mariadb.com/role"];

/**
 * Looks whether every policy, budget and Service of ours that names labels is about a pod that is there or comes at a time. In namespaces without any pods nobody
 * knows: their charts were not rendered.
 */
export function checkSelectors(objects: readonly ClusterObject[], pods: readonly PodState[]): Findings {
  const known = new Set(pods.map(({ namespace }) => namespace));
  const selecting = objects.flatMap((object) => {
    const { namespace = "" } = object.metadata;
    const wanted = Object.entries(readers[object.kind]?.(object["spec"]) ?? {});
    const matchLabels = Object.fromEntries(wanted.filter(([key]) => !roles.includes(key)));
    return wanted.length === 0 || !known.has(namespace) ? [] : [{ name: nameOf(object), namespace, matchLabels }];
  });
  const all = [...pods.map(named), ...podsToCome(objects)];
  const idle = selecting.filter((one) => selected(all, one).length === 0);
  return {
    says: [
      `${selecting.length - idle.length} of ${count(selecting.length, "selector")} of policies, budgets and Services are about pods`,
    ],
    failures: idle.map(({ name }) => `selects no pod: ${name}`),
  };
}
