import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nodes have private addresses only. */
export const nodesHaveNoPublicAddress: ResourceRule = {
  id: "PK-NET-005",
  name: "nodes-have-no-public-address",
  says: "Nodes have private addresses only.",
  why: "A public address makes each kubelet and each host port reachable from everywhere.",
  fix: "Set `privateClusterConfig.enablePrivateNodes: true` on the cluster and `networkConfig.enablePrivateNodes: true` on pools.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.6.5", "SC-7"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
  appliesTo: ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    judged(
      resource.type === "gcp:container/cluster:Cluster"
        ? expectValue(at(inputsOf(resource), "privateClusterConfig", "enablePrivateNodes"), "true", (v) => v === true)
        : // A pool that says nothing does as its cluster.
          expectValue(
            at(inputsOf(resource), "networkConfig", "enablePrivateNodes"),
            "true",
            (v) => v === true,
            "holds",
          ),
      "nodes are private",
    ),
};
