import { isFromChart, namespaceOf, objectNameOf } from "../../facts/objects.ts";
import { podTypes } from "../../facts/pods.ts";
import { at, entriesOf, inputsOf, isList, judged, violated } from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Every namespace with workloads of ours has a quota and defaults for containers. */
export const namespacesHaveLimits: StackRule = {
  id: "PK-CST-013",
  name: "namespaces-have-limits",
  says: "Every namespace with workloads of ours has a quota and defaults for containers.",
  why: "Without a quota one service's mistake is everybody's outage, and bill.",
  fix: "Add a ResourceQuota and a LimitRange; a domain gets both from `quota`.",
  severity: "medium",
  pack: "cost",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-6", "FinOps"],
  source: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
  ignoresCharts: true,
  appliesTo: ["kubernetes:core/v1:Namespace"],
  judgeAll: (resources) => {
    const [quotas, ranges] = ["ResourceQuota", "LimitRange"].map((kind) =>
      resources.filter(({ type }) => type === `kubernetes:core/v1:${kind}`),
    );
    // Operators and stores are sized one by one; a quota would only keep a fail-over from happening.
    const used = new Set(
      resources.filter((each) => podTypes.includes(each.type) && !isFromChart(each)).map(namespaceOf),
    );
    return resources
      .filter((resource) => resource.type === "kubernetes:core/v1:Namespace" && used.has(objectNameOf(resource)))
      .map((resource) => {
        const name = objectNameOf(resource);
        const quota = quotas?.some(
          (each) => namespaceOf(each) === name && entriesOf(at(inputsOf(each), "spec", "hard")).entries.length > 0,
        );
        const range = ranges?.some((each) => {
          const limits = at(inputsOf(each), "spec", "limits").value;
          return namespaceOf(each) === name && isList(limits) && limits.length > 0;
        });
        const findings = [
          ...(quota === true ? [] : [violated("no ResourceQuota limits what it takes")]),
          ...(range === true ? [] : [violated("no LimitRange gives its containers defaults")]),
        ];
        return { urn: resource.urn, ...judged(findings, "it has limits") };
      });
  },
};
