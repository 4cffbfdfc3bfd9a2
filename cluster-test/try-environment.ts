import type { DefinedKind } from "../rehearsal/cluster/definitions.ts";
import type { ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import { startLocalCluster } from "../rehearsal/cluster/local-cluster.ts";
import { simulatedNodes, zoneNames } from "../rehearsal/cluster/simulated-nodes.ts";
import { checkAdmission } from "./admission.ts";
import { applyAgain, applyObjects, defineKinds } from "./applying.ts";
import { checkBudgets } from "./budgets.ts";
import { readPods } from "./cluster-state.ts";
import type { EnvironmentObjects } from "./environment-objects.ts";
import { count, countKinds, joinFindings, type Findings } from "./findings.ts";
import { checkSelectors } from "./selectors.ts";
import { applyStandIns, standInsFor } from "./stand-ins.ts";
import { startProvisioner } from "./volumes.ts";
import { checkWorkloads } from "./workloads.ts";
import { checkZoneLoss, type LosingArgs } from "./zone-loss.ts";

/** Applies an environment to a cluster made for it, with the nodes that its pools begin with, and checks what comes of it. */
export async function tryEnvironment(
  wanted: EnvironmentObjects,
  programs: string,
  known: readonly DefinedKind[],
): Promise<Findings> {
  const nodes = simulatedNodes(wanted.pools, zoneNames(wanted.zones));
  const cluster = await startLocalCluster(programs, nodes);
  try {
    const made = `${count(nodes.length, "simulated node")} in ${count(wanted.zones, "zone")}`;
    const { api } = cluster;
    const provisioner = await startProvisioner(api, wanted.objects);
    const applied = await applyAll(api, wanted, known);
    const standIns = standInsFor(wanted.objects);
    const stores = await applyStandIns(api, wanted.objects, standIns);
    const workloads = await checkWorkloads(api, [...wanted.objects, ...standIns], wanted.zones);
    const selectors = checkSelectors([...wanted.objects, ...standIns], await readPods(api));
    const admission = await checkAdmission(api, wanted.objects);
    const again = await applyAgain(api, wanted.objects);
    const budgets = await checkBudgets(api, wanted.objects, nodes);
    const loss = await zoneLoss(api, wanted, { nodes, standIns });
    await provisioner.end();
    return joinFindings([
      { says: [made], failures: [] },
      describeMissing(wanted),
      applied,
      stores,
      workloads,
      selectors,
      admission,
      again,
      budgets,
      loss,
    ]);
  } finally {
    await cluster.stop();
  }
}

/** Defines what the cluster doesn't know and applies the rest. */
export async function applyAll(
  api: ClusterApi,
  { objects }: EnvironmentObjects,
  known: readonly DefinedKind[],
): Promise<Findings> {
  return applyObjects(api, objects, await defineKinds(api, objects, known));
}

function zoneLoss(
  api: ClusterApi,
  { environment, objects, zones }: EnvironmentObjects,
  made: Omit<LosingArgs, "promised">,
): Promise<Findings> {
  if (zones > 1) return checkZoneLoss(api, objects, { ...made, promised: environment.tier === "production" });
  return Promise.resolve({ says: ["one zone only: its loss is not asked to be survived"], failures: [] });
}

/** What was not applied, and what of this nobody could have seen here. */
export function describeMissing({ leftOut, opaque, undecided }: EnvironmentObjects): Findings {
  const secrets =
    leftOut.length === 0
      ? []
      : [`${count(leftOut.length, "object")} left out: they are or hold secrets, or certificates that Pulumi makes`];
  const charts =
    opaque.length === 0
      ? []
      : [
          `not rendered here: ${opaque
            .map(({ name }) => name)
            .sort()
            .join(", ")}`,
        ];
  const unknown =
    undecided.length === 0
      ? []
      : [`${count(undecided.length, "object")} with a value that only a cloud knows: ${undecided.join(", ")}`];
  return { says: [...secrets, ...charts, ...unknown], failures: [] };
}

/** What one environment's objects are, for a line before the rest. */
export function describeObjects({ environment, objects }: EnvironmentObjects): string {
  return `${environment.name}: ${countKinds(objects.map(({ kind }) => kind))}`;
}
