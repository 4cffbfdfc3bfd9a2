import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { readBudgets, readPods, selected, type BudgetState, type PodState } from "./cluster-state.ts";
import { count, type Findings } from "./findings.ts";
import { waitForWorkloads } from "./workloads.ts";

/** Budgets of which too few pods are left. */
export function brokenBudgets(budgets: readonly BudgetState[], left: readonly PodState[]): string[] {
  return budgets.flatMap((budget) => {
    const ready = selected(left, budget).filter((pod) => pod.ready).length;
    return ready >= budget.desired
      ? []
      : [`${budget.namespace}/${budget.name}: ${ready} ready pods left, the budget asks for ${budget.desired}`];
  });
}

/** Pods that budgets let go at once. */
export function allowedToGo(budgets: readonly Pick<BudgetState, "healthy" | "desired">[]): number {
  return budgets.reduce((sum, { healthy, desired }) => sum + Math.max(0, healthy - desired), 0);
}

/**
 * Asks to evict every pod that has a budget, while no node takes a new one: exactly as many may go as budgets allow. The rest has
 * to be held back.
 */
export async function checkBudgets(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  nodes: readonly ClusterObject[],
): Promise<Findings> {
  const budgets = (await readBudgets(api)).filter(({ expected }) => expected > 0);
  const before = await readPods(api);
  const pods = budgets.flatMap((budget) => selected(before, budget)).filter(({ ready }) => ready);
  await cordon(api, nodes, true);
  let evicted = 0;
  for (const { namespace, name } of pods) if ((await api.evict(namespace, name)) === undefined) evicted += 1;
  const broken = brokenBudgets(budgets, await readPods(api)).map((why) => `evicting everything: ${why}`);
  await cordon(api, nodes, false);
  const allowed = allowedToGo(budgets);
  const inexact = evicted === allowed ? [] : [`evicting everything: ${evicted} pods went, budgets allow ${allowed}`];
  return {
    says: [
      `${count(pods.length, "pod")} asked to go with nowhere to come back: ${evicted} evicted, ${pods.length - evicted} held back by ${count(budgets.length, "disruption budget")}`,
    ],
    failures: [...broken, ...inexact, ...(await waitForWorkloads(api, objects))],
  };
}

async function cordon(api: ClusterApi, nodes: readonly ClusterObject[], unschedulable: boolean): Promise<void> {
  for (const { apiVersion, kind, metadata } of nodes)
    await api.apply({ apiVersion, kind, metadata: { name: metadata.name }, spec: { unschedulable } });
}
