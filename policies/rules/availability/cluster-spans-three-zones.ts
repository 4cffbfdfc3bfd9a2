import { at, expectValue, inputsOf, isList, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Clusters and node pools span three zones. */
export const clusterSpansThreeZones: ResourceRule = {
  id: "PK-AVL-004",
  name: "cluster-spans-three-zones",
  says: "Clusters and node pools span three zones.",
  why: "With three zones one may fail and a majority is left.",
  fix: "Set `location` to a region, and leave out `nodeLocations` or name three zones.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["A1.1", "CP-2(5)", "SC-36"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters",
  appliesTo: ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    judged(
      [
        ...expectValue(
          at(inputsOf(resource), "location"),
          "a region",
          (value) => typeof value === "string" && /^[a-z]+-[a-z]+\d+$/.test(value),
        ),
        // Google chooses three zones of the region where none are named.
        ...expectValue(
          at(inputsOf(resource), "nodeLocations"),
          "three zones, or left out",
          (value) => isList(value) && new Set(value).size >= 3,
          "holds",
        ),
      ],
      "it spans three zones",
    ),
};
