import { z } from "zod";
import { nameOf, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { selected, type PodState } from "./cluster-state.ts";
import { count, type Findings } from "./findings.ts";

const labels = z.record(z.string(), z.string()).default({});
const selector = z.object({ matchLabels: labels }).prefault({});
/** Where each kind of object says which pods it is about. */
const readers: Readonly<Record<string, (spec: unknown) => Record<string, string>>> = {
  NetworkPolicy: (spec) => z.object({ podSelector: selector }).parse(spec).podSelector.matchLabels,
  PodDisruptionBudget: (spec) => z.object({ selector }).parse(spec).selector.matchLabels,
  Service: (spec) => z.object({ selector: labels }).parse(spec).selector,
};

/** Labels that an operator puts on pods as they run, by what each of them does just then. */
const roles = ["k8s.mariadb.com/role"];

/**
 * Looks whether every policy, budget and Service of ours that names labels is about a pod. In namespaces without any pods nobody
 * knows: their charts were not rendered.
 */
export function checkSelectors(objects: readonly ClusterObject[], pods: readonly PodState[]): Findings {
  const known = new Set(pods.map(({ namespace }) => namespace));
  const selecting = objects.flatMap((object) => {
    const { namespace = "" } = object.metadata;
    const all = Object.entries(readers[object.kind]?.(object["spec"]) ?? {});
    const matchLabels = Object.fromEntries(all.filter(([key]) => !roles.includes(key)));
    return all.length === 0 || !known.has(namespace) ? [] : [{ name: nameOf(object), namespace, matchLabels }];
  });
  const idle = selecting.filter((one) => selected(pods, one).length === 0);
  return {
    says: [
      `${selecting.length - idle.length} of ${count(selecting.length, "selector")} of policies, budgets and Services are about pods`,
    ],
    failures: idle.map(({ name }) => `selects no pod: ${name}`),
  };
}
