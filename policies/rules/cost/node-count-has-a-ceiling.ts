import type { PlannedResource, PlannedValue } from "../../../plan/planned-resource.ts";
import { zoneCount } from "../../../components/kit/cluster/node-pools.ts";
import { agentPoolsOf, agentPoolType, aksClusterType } from "../../facts/agent-pools.ts";
import { nodeGroupType } from "../../facts/node-groups.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  isAbsent,
  judged,
  numberAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import type { Tier } from "../../rule.ts";
import { levels, type StackRule } from "../../rule.ts";

/** The most nodes that a resource may come to, by type. */
const mostNodes: Readonly<Record<string, (resource: PlannedResource) => readonly Count[]>> = {
  "gcp:container/nodePool:NodePool": (pool) => [countGke(pool)],
  "aws:eks/nodeGroup:NodeGroup": (group) => [counted(at(inputsOf(group), "scalingConfig", "maxSize"), 1)],
  [aksClusterType]: countAks,
  [agentPoolType]: countAks,
  [nodeGroupType]: countGroup,
};

/** All node pools together can't outgrow the tier: 12 nodes in development, 30 in staging, 100 in production. */
export const nodeCountHasACeiling: StackRule = {
  id: "PK-CST-002",
  name: "node-count-has-a-ceiling",
  says: "All node pools together can't outgrow the tier: 12 nodes in development, 30 in staging, 100 in production.",
  why: "A loop that makes pods makes nodes, and the bill, until something stops it.",
  fix: "Lower `max` of the node pools, or ask for an exemption with the larger budget's ticket.",
  severity: "medium",
  pack: "cost",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps", "SC-6"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
    azure: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
  },
  appliesTo: Object.keys(mostNodes),
  judgeAll: (resources, { tier }) => {
    const pools = resources.filter(({ type }) => Object.hasOwn(mostNodes, type));
    const counts = pools.map((pool) => mostNodes[pool.type]?.(pool) ?? []);
    const total = counts.flat().reduce((sum, { nodes }) => sum + nodes, 0);
    return pools.map(({ urn }, index) => {
      const findings = (counts[index] ?? []).flatMap((count) => count.findings);
      const tooMany =
        total > ceilings[tier] ? [violated(`the pools may grow to ${total} nodes; ${tier} has ${ceilings[tier]}`)] : [];
      return { urn, ...judged([...findings, ...tooMany], `the pools may grow to ${total} of ${ceilings[tier]} nodes`) };
    });
  },
};

const ceilings: Readonly<Record<Tier, number>> = { development: 12, staging: 30, production: 100 };

interface Count {
  readonly nodes: number;
  readonly findings: readonly Finding[];
}

function countGke(pool: PlannedResource): Count {
  const inputs = inputsOf(pool);
  const total = at(inputs, "autoscaling", "totalMaxNodeCount");
  if (!isAbsent(total)) return counted(total, 1);
  const each = at(inputs, "autoscaling", "maxNodeCount");
  return counted(isAbsent(each) ? at(inputs, "nodeCount") : each, zoneCount);
}

function countAks(resource: PlannedResource): readonly Count[] {
  const { items, findings } = agentPoolsOf(resource);
  const counts = items.map((pool) => {
    const most = at(pool, "maxCount");
    const fixed = at(pool, "count");
    // One node is the default.
    if (isAbsent(most) && isAbsent(fixed)) return { nodes: 1, findings: [] };
    return counted(isAbsent(most) ? fixed : most, 1);
  });
  return [...counts, { nodes: 0, findings }];
}

/** A group counts CPUs and no nodes: how many it comes to depends on the pods that ask for them. It must end somewhere. */
function countGroup(group: PlannedResource): readonly Count[] {
  const limit = at(inputsOf(group), "spec", "limits", "cpu");
  const findings = expectValue(limit, "a number of CPUs, or the group has no ceiling", isQuantity);
  return [{ nodes: 0, findings }];
}

function isQuantity(value: PlannedValue): boolean {
  return typeof value === "number" || (typeof value === "string" && /^\d+m?$/.test(value));
}

function counted(place: Place, times: number): Count {
  const nodes = numberAt(place);
  if (nodes !== undefined) return { nodes: nodes * times, findings: [] };
  const finding =
    hiddenBecause(place.value) === undefined
      ? violated(`${place.path} is no number; the pool has no ceiling`)
      : undecidedAt(place);
  return { nodes: 0, findings: [finding] };
}
