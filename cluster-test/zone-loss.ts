import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { nodesAreReady } from "../rehearsal/cluster/local-cluster.ts";
import { brokenBudgets } from "./budgets.ts";
import { readBudgets, readPods, selected, type PodState } from "./cluster-state.ts";
import { count, type Findings } from "./findings.ts";
import { brokenOwnStores, ownStores } from "./own-stores.ts";
import { brokenQuorums, quorums, standsIn } from "./stand-ins.ts";
import { keepsVolumes } from "./volumes.ts";
import { waitFor } from "./wait-for.ts";
import { waitForWorkloads } from "./workloads.ts";
import { zoneKey } from "../components/kit/cluster/placement.ts";

/** What a cluster was made of, besides the objects of the environment. */
export interface LosingArgs {
  readonly nodes: readonly ClusterObject[];
  /** In place of stores. Nobody waits for them without a zone: the volumes of real ones would be away too. */
  readonly standIns: readonly ClusterObject[];
  /** Whether pods wait rather than crowd in a zone. Where evenness is a wish, a lost zone may be the one with most of a store. */
  readonly promised: boolean;
}

/**
 * Takes each zone away in turn, first with care (every pod of it is evicted, as when nodes are replaced), then at once (its
 * nodes are gone). Nothing may fall below its disruption budget, and everything must be ready again on the other zones.
 */
export async function checkZoneLoss(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  args: LosingArgs,
): Promise<Findings> {
  const { nodes, standIns } = args;
  const everything = [...objects, ...standIns];
  // Nobody waits for pods whose volumes are away with the zone.
  const movable = objects.filter((object) => !keepsVolumes(object));
  const zones = [...new Set(nodes.map(zoneOf))].sort();
  const says: string[] = [];
  const failures: string[] = await placeAfresh(api, everything);
  for (const zone of zones) {
    const drained = await drainZone(api, zone);
    failures.push(...drained.failures, ...(await waitForWorkloads(api, everything)));
    const lost = await loseZone(api, zone, objects, args);
    failures.push(...lost.failures, ...(await waitForWorkloads(api, movable)).map((why) => `without ${zone}, ${why}`));
    says.push(...drained.says, ...lost.says);
    await bringBack(api, zone, nodes);
    failures.push(...(await placeAfresh(api, everything)));
  }
  return { says, failures };
}

function zoneOf({ metadata: { labels } }: ClusterObject): string {
  return labels?.[zoneKey] ?? "";
}

async function drainZone(api: ClusterApi, zone: string): Promise<Findings> {
  let evicted = 0;
  let heldBack = 0;
  const failures: string[] = [];
  for (const { namespace, name } of (await readPods(api)).filter((pod) => pod.zone === zone && pod.ready)) {
    if ((await api.evict(namespace, name)) === undefined) evicted += 1;
    else heldBack += 1;
    // Read from the pods, not from the budget's status: its controller may lag behind.
    failures.push(
      ...brokenBudgets(await readBudgets(api), await readPods(api)).map((why) => `draining ${zone}: ${why}`),
    );
  }
  return { says: [`${zone} drained: ${count(evicted, "pod")} evicted, ${heldBack} held back by budgets`], failures };
}

async function loseZone(
  api: ClusterApi,
  zone: string,
  objects: readonly ClusterObject[],
  { nodes, standIns, promised }: LosingArgs,
): Promise<Findings> {
  const keepers = objects.filter(keepsVolumes).map(({ metadata }) => metadata);
  const isOfOwnStore = ({ namespace, name }: PodState): boolean =>
    keepers.some((one) => one.namespace === namespace && name.startsWith(`${one.name}-`));
  // Settled: otherwise a budget would be counted that an eviction has just used up.
  await waitFor(10, async () => (await readBudgets(api)).every(({ healthy, expected }) => healthy >= expected));
  const before = await readPods(api);
  const left = before.filter((pod) => pod.zone !== zone);
  // Of operators whose charts were not rendered there are budgets but no pods. Stores' say what may go on purpose: of what is lost
  // their quorums judge.
  const budgets = (await readBudgets(api)).filter(
    (budget) => budget.expected > 0 && !selected(before, budget).some((pod) => standsIn(pod) || isOfOwnStore(pod)),
  );
  const broken = {
    budgets: brokenBudgets(budgets, left),
    quorums: [...brokenQuorums(standIns, left), ...brokenOwnStores(objects, left)],
  };
  const stores = quorums(standIns).size + ownStores(objects).size;
  for (const node of nodes.filter((one) => zoneOf(one) === zone)) await api.delete(node);
  // The garbage collector would take 40 s to find out that their node is gone.
  for (const pod of before.filter((one) => one.zone === zone))
    await api.delete({ apiVersion: "v1", kind: "Pod", metadata: { name: pod.name, namespace: pod.namespace } });
  const lost = [...broken.budgets, ...broken.quorums].map((why) => `losing ${zone}: ${why}`);
  const isReady = ({ ready }: PodState): boolean => ready;
  return {
    says: [
      `${zone} lost: ${left.filter(isReady).length} of ${before.filter(isReady).length} pods stay ready, ${budgets.length - broken.budgets.length} of ${count(budgets.length, "disruption budget")} and ${stores - broken.quorums.length} of ${count(stores, "quorum")} of stores intact`,
      ...(promised ? [] : lost.map((why) => `not promised outside of production: ${why}`)),
    ],
    failures: promised ? lost : [],
  };
}

async function bringBack(api: ClusterApi, zone: string, nodes: readonly ClusterObject[]): Promise<void> {
  for (const node of nodes.filter((one) => zoneOf(one) === zone)) await api.create(node);
  if (!(await waitFor(60, () => nodesAreReady(api, nodes.length))))
    throw new Error(`the nodes of ${zone} don't come back`);
}

// Nobody moves pods back by itself: the next zone would be lost with the pods still where the last outage left them.
async function placeAfresh(api: ClusterApi, objects: readonly ClusterObject[]): Promise<string[]> {
  for (const { namespace, name } of (await readPods(api)).filter(({ finished }) => !finished))
    await api.delete({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace } });
  return waitForWorkloads(api, objects);
}
