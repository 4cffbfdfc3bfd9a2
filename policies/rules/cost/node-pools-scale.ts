import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { agentPoolsOf, agentPoolType, aksClusterType } from "../../facts/agent-pools.ts";
import { judgedBoth } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  judged,
  numberAt,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { sourceOf, type Stack } from "../../stack.ts";

/** Node pools grow and shrink by themselves. */
export const nodePoolsScale: Rule = {
  id: "PK-CST-003",
  name: "node-pools-scale",
  says: "Node pools grow and shrink by themselves.",
  why: "A pool of fixed size is paid for at night too.",
  fix: {
    gcp: "Set `autoscaling` with a minimum below the maximum.",
    aws: "Set `scalingConfig.minSize` below `maxSize`, or let Karpenter make nodes besides.",
    azure:
      "Set `enableAutoScaling: true` with `minCount` below `maxCount`, or `nodeProvisioningProfile.mode: Auto` on the cluster.",
  },
  severity: "low",
  pack: "cost",
  levels: levels("advisory", "advisory", "advisory"),
  exemptible: true,
  compliance: ["FinOps"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html",
    azure: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
  },
  ...judgedBoth(
    {
      "gcp:container/nodePool:NodePool": judgeGke,
      [aksClusterType]: judgeAks,
    },
    { "aws:eks/nodeGroup:NodeGroup": judgeEks, [agentPoolType]: judgeAksPool },
    [],
  ),
};

function judgeGke(resource: PlannedResource): Judgement {
  const autoscaling = at(inputsOf(resource), "autoscaling");
  const total = !isAbsent(at(autoscaling, "totalMaxNodeCount"));
  const [least, most] = total
    ? [at(autoscaling, "totalMinNodeCount"), at(autoscaling, "totalMaxNodeCount")]
    : [at(autoscaling, "minNodeCount"), at(autoscaling, "maxNodeCount")];
  return judged(expectRange(least, most), "the pool grows and shrinks");
}

/** Nodes that no group makes come in by an entry of their own: then groups hold what always has to be there. */
function judgeEks(resource: PlannedResource, stack: Stack): Judgement {
  const others = stack
    .ofType("aws:eks/accessEntry:AccessEntry")
    .filter((entry) => textAt(at(inputsOf(entry), "type")) === "EC2_LINUX");
  if (others.some((entry) => isOfOneCluster(entry, resource)))
    return judged([], "other nodes come and go besides those of the group");
  const scaling = at(inputsOf(resource), "scalingConfig");
  return judged(expectRange(at(scaling, "minSize"), at(scaling, "maxSize")), "the pool grows and shrinks");
}

function isOfOneCluster(a: PlannedResource, b: PlannedResource): boolean {
  const [one, other] = [a, b].map((each) => at(inputsOf(each), "clusterName").value);
  return typeof one === "string" && one === other;
}

function judgeAks(cluster: PlannedResource): Judgement {
  if (addsNodes(cluster)) return judged([], "AKS adds nodes to those that pools always have");
  const { items, findings } = agentPoolsOf(cluster);
  return judged([...findings, ...items.flatMap(expectAks)], "the pools grow and shrink");
}

function judgeAksPool(pool: PlannedResource, stack: Stack): Judgement {
  const urn = sourceOf(pool, at(inputsOf(pool), "resourceName"), [aksClusterType]);
  const cluster = urn === undefined ? undefined : stack.byUrn(urn);
  if (cluster !== undefined && addsNodes(cluster))
    return judged([], "AKS adds nodes to those that the pool always has");
  return judged(expectAks(inputsOf(pool)), "the pool grows and shrinks");
}

/** Then no pool may have an autoscaler. https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning */
function addsNodes(cluster: PlannedResource): boolean {
  return textAt(at(inputsOf(cluster), "nodeProvisioningProfile", "mode")) === "Auto";
}

function expectAks(pool: Place): readonly Finding[] {
  return [
    ...expectValue(at(pool, "enableAutoScaling"), "true", (value) => value === true),
    ...expectRange(at(pool, "minCount"), at(pool, "maxCount")),
  ];
}

function expectRange(least: Place, most: Place): Finding[] {
  const [low, high] = [numberAt(least) ?? 0, numberAt(most)];
  return [
    ...expectValue(least, "a number", (value) => typeof value === "number", "holds"),
    ...expectValue(most, "a number", (value) => typeof value === "number"),
    ...(high !== undefined && high <= low ? [violated(`${most.path} is ${high}; it must be above ${low}`)] : []),
  ];
}
