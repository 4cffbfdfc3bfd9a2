import { at, expectValue, inputsOf, judged, numberAt, violated } from "../../read.ts";
import { replicatedTypes, scalerOf, scalerTypes } from "../../facts/replicas.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Where an autoscaler decides how many pods there are, nothing else does, and it has room to decide. */
export const replicasHaveOneOwner: StackRule = {
  id: "PK-AVL-008",
  name: "replicas-have-one-owner",
  says: "Where an autoscaler decides how many pods there are, nothing else does, and it has room to decide.",
  why: "A number in the workload sets the pods back at every update, in the middle of a peak.",
  fix: "Leave out `spec.replicas`; set `minReplicas` below `maxReplicas`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-6", "A1.1"],
  source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
  appliesTo: [...replicatedTypes, ...scalerTypes],
  judgeAll: (resources) => [
    ...resources
      .filter(({ type }) => replicatedTypes.includes(type))
      .filter((resource) => scalerOf(resource, resources) !== undefined)
      .map((resource) => ({
        urn: resource.urn,
        ...judged(
          expectValue(
            at(inputsOf(resource), "spec", "replicas"),
            "left out, since the autoscaler decides",
            () => false,
            "holds",
          ),
          "the autoscaler alone decides",
        ),
      })),
    ...resources
      .filter(({ type }) => scalerTypes.includes(type))
      .map((resource) => {
        const spec = at(inputsOf(resource), "spec");
        const [least, most] = [at(spec, "minReplicas"), at(spec, "maxReplicas")];
        const [low, high] = [numberAt(least) ?? 1, numberAt(most)];
        const findings = [
          ...expectValue(least, "a number", (value) => typeof value === "number", "holds"),
          ...expectValue(most, "a number", (value) => typeof value === "number"),
          ...(high !== undefined && high <= low ? [violated(`${most.path} is ${high}; it must be above ${low}`)] : []),
        ];
        return { urn: resource.urn, ...judged(findings, "it has room to decide") };
      }),
  ],
};
