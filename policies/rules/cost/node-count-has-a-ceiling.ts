import {
  at,
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
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { zoneCount } from "../../../components/kit/node-pools.ts";
import { levels, type StackRule } from "../../rule.ts";

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
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judgeAll: (resources, { tier }) => {
    const pools = resources.filter(({ type }) => type === "gcp:container/nodePool:NodePool");
    const counts = pools.map((pool) => mostNodes(pool));
    const total = counts.reduce((sum, { nodes }) => sum + nodes, 0);
    return pools.map(({ urn }, index) => {
      const { findings = [] } = counts[index] ?? {};
      const tooMany =
        total > ceilings[tier] ? [violated(`the pools may grow to ${total} nodes; ${tier} has ${ceilings[tier]}`)] : [];
      return { urn, ...judged([...findings, ...tooMany], `the pools may grow to ${total} of ${ceilings[tier]} nodes`) };
    });
  },
};

const ceilings: Readonly<Record<Tier, number>> = { development: 12, staging: 30, production: 100 };

function mostNodes(pool: PlannedResource): { readonly nodes: number; readonly findings: readonly Finding[] } {
  const inputs = inputsOf(pool);
  const total = at(inputs, "autoscaling", "totalMaxNodeCount");
  if (!isAbsent(total)) return counted(total, 1);
  const each = at(inputs, "autoscaling", "maxNodeCount");
  return counted(isAbsent(each) ? at(inputs, "nodeCount") : each, zoneCount);
}

function counted(place: Place, times: number): { readonly nodes: number; readonly findings: readonly Finding[] } {
  const nodes = numberAt(place);
  if (nodes !== undefined) return { nodes: nodes * times, findings: [] };
  const finding =
    hiddenBecause(place.value) === undefined
      ? violated(`${place.path} is no number; the pool has no ceiling`)
      : undecidedAt(place);
  return { nodes: 0, findings: [finding] };
}
