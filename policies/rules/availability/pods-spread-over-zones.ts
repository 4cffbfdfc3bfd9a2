import { zoneKey } from "../../../components/kit/cluster/placement.ts";
import { isFromChart } from "../../facts/objects.ts";
import { podSpecOf } from "../../facts/pods.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  itemsOf,
  judged,
  notApplicable,
  textAt,
  undecidedAt,
  violated,
} from "../../read.ts";
import { replicatedTypes } from "../../facts/replicas.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Pods of our workloads are spread over zones, unevenly by one at most. */
export const podsSpreadOverZones: ResourceRule = {
  id: "PK-AVL-003",
  name: "pods-spread-over-zones",
  says: "Pods of our workloads are spread over zones, unevenly by one at most.",
  why: "The scheduler packs; without a constraint all pods may lie in the zone that fails.",
  fix: "Add a `topologySpreadConstraints` entry for topology.kubernetes.io/zone with `maxSkew: 1`.",
  severity: "medium",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["A1.1", "CP-2(5)"],
  source: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
  ignoresCharts: true,
  appliesTo: replicatedTypes,
  judge: (resource) => {
    if (isFromChart(resource)) return notApplicable("its chart decides");
    const constraints = at(podSpecOf(resource), "topologySpreadConstraints");
    const { items, findings } = itemsOf(constraints);
    const overZones = items.filter((item) => textAt(at(item, "topologyKey")) === zoneKey);
    const hidden = items
      .map((item) => at(item, "topologyKey"))
      .filter(({ value }) => hiddenBecause(value) !== undefined);
    if (overZones.length > 0)
      return judged(
        overZones.flatMap((item) => expectValue(at(item, "maxSkew"), "1", (value) => value === 1)),
        "pods are spread over zones",
      );
    const missing = [violated(`${constraints.path} has no entry for ${zoneKey}`)];
    return judged(
      hidden.length > 0 ? hidden.map(undecidedAt) : [...findings, ...(findings.length > 0 ? [] : missing)],
      "",
    );
  },
};
