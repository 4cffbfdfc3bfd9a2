import { at, expectValue, inputsOf, isAbsent, judged, numberAt, violated } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Node pools grow and shrink by themselves. */
export const nodePoolsScale: ResourceRule = {
  id: "PK-CST-003",
  name: "node-pools-scale",
  says: "Node pools grow and shrink by themselves.",
  why: "A pool of fixed size is paid for at night too.",
  fix: "Set `autoscaling` with a minimum below the maximum.",
  severity: "low",
  pack: "cost",
  levels: levels("advisory", "advisory", "advisory"),
  exemptible: true,
  compliance: ["FinOps"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judge: (resource) => {
    const autoscaling = at(inputsOf(resource), "autoscaling");
    const total = !isAbsent(at(autoscaling, "totalMaxNodeCount"));
    const [least, most] = total
      ? [at(autoscaling, "totalMinNodeCount"), at(autoscaling, "totalMaxNodeCount")]
      : [at(autoscaling, "minNodeCount"), at(autoscaling, "maxNodeCount")];
    const [low, high] = [numberAt(least) ?? 0, numberAt(most)];
    return judged(
      [
        ...expectValue(least, "a number", (value) => typeof value === "number", "holds"),
        ...expectValue(most, "a number", (value) => typeof value === "number"),
        ...(high !== undefined && high <= low ? [violated(`${most.path} is ${high}; it must be above ${low}`)] : []),
      ],
      "the pool grows and shrinks",
    );
  },
};
