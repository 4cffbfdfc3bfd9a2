import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByPool } from "../../agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  judged,
  numberAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Node pools grow and shrink by themselves. */
export const nodePoolsScale: ResourceRule = {
  id: "PK-CST-003",
  name: "node-pools-scale",
  says: "Node pools grow and shrink by themselves.",
  why: "A pool of fixed size is paid for at night too.",
  fix: {
    gcp: "Set `autoscaling` with a minimum below the maximum.",
    aws: "Set `scalingConfig.minSize` below `maxSize`.",
    azure: "Set `enableAutoScaling: true` with `minCount` below `maxCount`.",
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
  ...judgedByType({
    "gcp:container/nodePool:NodePool": judgeGke,
    "aws:eks/nodeGroup:NodeGroup": judgeEks,
    ...judgedByPool(
      (pool) => [
        ...expectValue(at(pool, "enableAutoScaling"), "true", (value) => value === true),
        ...expectRange(at(pool, "minCount"), at(pool, "maxCount")),
      ],
      "the pools grow and shrink",
    ),
  }),
};

function judgeGke(resource: PlannedResource): Judgement {
  const autoscaling = at(inputsOf(resource), "autoscaling");
  const total = !isAbsent(at(autoscaling, "totalMaxNodeCount"));
  const [least, most] = total
    ? [at(autoscaling, "totalMinNodeCount"), at(autoscaling, "totalMaxNodeCount")]
    : [at(autoscaling, "minNodeCount"), at(autoscaling, "maxNodeCount")];
  return judged(expectRange(least, most), "the pool grows and shrinks");
}

function judgeEks(resource: PlannedResource): Judgement {
  const scaling = at(inputsOf(resource), "scalingConfig");
  return judged(expectRange(at(scaling, "minSize"), at(scaling, "maxSize")), "the pool grows and shrinks");
}

function expectRange(least: Place, most: Place): Finding[] {
  const [low, high] = [numberAt(least) ?? 0, numberAt(most)];
  return [
    ...expectValue(least, "a number", (value) => typeof value === "number", "holds"),
    ...expectValue(most, "a number", (value) => typeof value === "number"),
    ...(high !== undefined && high <= low ? [violated(`${most.path} is ${high}; it must be above ${low}`)] : []),
  ];
}
