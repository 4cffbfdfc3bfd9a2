import { isFromChart } from "../../facts/objects.ts";
import { expectValue, judged } from "../../read.ts";
import { governedTogether, leastReplicas, leastReplicasKnown, replicatedTypes } from "../../facts/replicas.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Every service of ours has two pods at least, three in production. */
export const servicesHaveSpares: StackRule = {
  id: "PK-AVL-001",
  name: "services-have-spares",
  says: "Every service of ours has two pods at least, three in production.",
  why: "One pod is an outage at every update and every failed node; two leave none over in a failed zone's update.",
  fix: "Set `scale.min` to 3.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["A1.1", "CP-10"],
  source: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
  ignoresCharts: true,
  appliesTo: replicatedTypes,
  judgeAll: (resources, { tier }) =>
    resources
      // A chart's operator may be down for a minute: what it looks after goes on.
      .filter((resource) => replicatedTypes.includes(resource.type) && !isFromChart(resource))
      .map((resource) => {
        const least = tier === "production" ? 3 : 2;
        const all = governedTogether(resource, resources);
        // Servers that each have an object of their own are spares of each other.
        const together = all.reduce((sum, one) => sum + (leastReplicasKnown(one, resources) ?? 0), 0);
        if (all.length > 1 && together >= least)
          return {
            urn: resource.urn,
            ...judged([], `${all.length} of its kind have ${together} pods under one Service`),
          };
        const unknown = all.find((one) => leastReplicasKnown(one, resources) === undefined);
        const { place } = leastReplicas(unknown ?? resource, resources);
        const findings = expectValue(place, `${least} or more`, (value) => typeof value === "number" && value >= least);
        return { urn: resource.urn, ...judged(findings, `it has ${least} pods or more`) };
      }),
};
