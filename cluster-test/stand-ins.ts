import { z } from "zod";
import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { selected, type PodState } from "./cluster-state.ts";
import { countKinds, type Findings } from "./findings.ts";
import { madeByOperator, whyUnseen } from "./operated-pods.ts";
import type { BudgetOfOperator, PodsOfOperator } from "./operated/made-by-operator.ts";

const prefix = "stand-in-";

/** Of which majority the pods of a stand-in are part. */
const quorumLabel = "landbridge.dev/quorum";
/** Of pods that need no majority. */
const withoutQuorum = "none";

/**
 * StatefulSets and disruption budgets in place of what operators would make of custom resources: as many pods, as large, by the same
 * labels, with the same wishes about nodes and zones. So stores are seen by quotas, by Pod Security and by the scheduler, though no
 * operator runs. They have no volumes.
 */
export function standInsFor(objects: readonly ClusterObject[]): ClusterObject[] {
  return objects.flatMap((object) => {
    const namespace = object.metadata.namespace ?? "default";
    const { pods, budgets } = madeByOperator(object, objects);
    return [
      ...pods.map((one) => statefulSet(one, namespace)),
      ...budgets.map((one) => disruptionBudget(one, namespace)),
    ];
  });
}

function statefulSet({ name, replicas, labels, pod, containers, quorum = name }: PodsOfOperator, namespace: string) {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: `${prefix}${name}`, namespace, labels: { [quorumLabel]: quorum } },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { ...pod, containers: containers.map((container) => ({ ...container, image: "stand-in" })) },
      },
    },
  };
}

function disruptionBudget({ name, selector, bound }: BudgetOfOperator, namespace: string): ClusterObject {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: `${prefix}${name}`, namespace },
    spec: { ...bound, selector: { matchLabels: selector } },
  };
}

/** Whether a pod is one of a stand-in. */
export function standsIn({ name }: Pick<PodState, "name">): boolean {
  return name.startsWith(prefix);
}

/** What the pod that one stands in for would be called. */
export function nameInPlace({ name }: Pick<PodState, "name">): string {
  return name.slice(prefix.length);
}

/** Puts them into the cluster, and names every kind of object whose pods nobody would see. */
export async function applyStandIns(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  standIns: readonly ClusterObject[],
): Promise<Findings> {
  for (const one of standIns) await api.apply(one);
  const unseen = new Set(objects.flatMap((object) => whyUnseen(object) ?? []));
  return {
    says: [`in place of what operators make of stores: ${countKinds(standIns.map(({ kind }) => kind)) || "nothing"}`],
    failures: [...unseen].sort(),
  };
}

const shape = z.looseObject({
  replicas: z.number(),
  selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }),
});

/** Stores' groups of pods of which a majority can be lost. One pod alone has none to lose. */
export function quorums(standIns: readonly ClusterObject[]): Map<string, ClusterObject[]> {
  const sets = standIns.filter(({ kind }) => kind === "StatefulSet");
  const groups = Map.groupBy(sets, ({ metadata }) => `${metadata.namespace}/${metadata.labels?.[quorumLabel]}`);
  return new Map([...groups].filter(([name, group]) => !name.endsWith(`/${withoutQuorum}`) && sizeOf(group) > 1));
}

/** Stores of which no majority is left. */
export function brokenQuorums(standIns: readonly ClusterObject[], left: readonly PodState[]): string[] {
  return [...quorums(standIns)].flatMap(([name, group]) => {
    const pods = group.flatMap(({ metadata: { namespace = "" }, ...one }) =>
      selected(left, { namespace, matchLabels: shape.parse(one["spec"]).selector.matchLabels }),
    );
    const ready = pods.filter((pod) => pod.ready).length;
    const majority = Math.floor(sizeOf(group) / 2) + 1;
    return ready >= majority ? [] : [`${name}: ${ready} of ${sizeOf(group)} left, a quorum is ${majority}`];
  });
}

function sizeOf(group: readonly ClusterObject[]): number {
  return group.reduce((sum, { spec }) => sum + shape.parse(spec).replicas, 0);
}
