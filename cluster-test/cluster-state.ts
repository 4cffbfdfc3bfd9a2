import { z } from "zod";
import { zoneKey } from "../components/kit/cluster/placement.ts";
import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";

const condition = z.looseObject({ type: z.string(), status: z.string(), message: z.string().optional() });
const conditions = z.array(condition).default([]);
const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  deletionTimestamp: z.string().optional(),
});
const podItem = z.looseObject({
  metadata,
  spec: z.looseObject({ nodeName: z.string().optional() }),
  status: z.looseObject({ phase: z.string().default("Pending"), conditions }),
});
const budgetItem = z.looseObject({
  metadata,
  spec: z.looseObject({ selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }) }),
  status: z.looseObject({
    currentHealthy: z.number().default(0),
    desiredHealthy: z.number().default(0),
    expectedPods: z.number().default(0),
  }),
});
const nodeItem = z.looseObject({ metadata });

/** A pod, as far as placing it matters. */
export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of its node; undefined while it has none. */
  readonly zone: string | undefined;
  readonly ready: boolean;
  /** Done, as a Job's are. */
  readonly finished: boolean;
  /** Why it isn't placed, in the scheduler's words. */
  readonly waitsFor: string | undefined;
}

/** A PodDisruptionBudget. */
export interface BudgetState {
  readonly namespace: string;
  readonly name: string;
  readonly matchLabels: Readonly<Record<string, string>>;
  /** Pods that have to stay, as its controller computes them. */
  readonly desired: number;
  readonly healthy: number;
  readonly expected: number;
}

/** Every pod that isn't on its way out, by namespace and name. */
export async function readPods(api: ClusterApi): Promise<PodState[]> {
  const zones = new Map(
    (await api.list("v1", "Node", nodeItem)).map(({ metadata: { name, labels } }) => [name, labels[zoneKey]]),
  );
  const pods = await api.list("v1", "Pod", podItem);
  return pods
    .filter((pod) => pod.metadata.deletionTimestamp === undefined)
    .map(({ metadata: { namespace, name, labels }, spec: { nodeName }, status }) => ({
      namespace,
      name,
      labels,
      zone: nodeName === undefined ? undefined : zones.get(nodeName),
      ready: status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
      finished: status.phase === "Succeeded",
      waitsFor: status.conditions.find(({ type, status: is }) => type === "PodScheduled" && is === "False")?.message,
    }));
}

/** Every disruption budget. */
export async function readBudgets(api: ClusterApi): Promise<BudgetState[]> {
  const budgets = await api.list("policy/v1", "PodDisruptionBudget", budgetItem);
  return budgets.map(({ metadata: { namespace, name }, spec, status }) => ({
    namespace,
    name,
    matchLabels: spec.selector.matchLabels,
    desired: status.desiredHealthy,
    healthy: status.currentHealthy,
    expected: status.expectedPods,
  }));
}

/** The pods that a selector means. */
export function selected<P extends Pick<PodState, "namespace" | "labels">>(
  pods: readonly P[],
  { namespace, matchLabels }: Pick<BudgetState, "namespace" | "matchLabels">,
): P[] {
  return pods.filter(
    (pod) =>
      pod.namespace === namespace && Object.entries(matchLabels).every(([key, value]) => pod.labels[key] === value),
  );
}
