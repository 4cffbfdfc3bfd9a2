import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByPool } from "../../facts/agent-pools.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { ec2NodeClassType } from "../../facts/node-groups.ts";
import { at, expectValue, inputsOf, itemsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Nodes have private addresses only. */
export const nodesHaveNoPublicAddress: ResourceRule = {
  id: "PK-NET-005",
  name: "nodes-have-no-public-address",
  says: "Nodes have private addresses only.",
  why: "A public address makes each kubelet and each host port reachable from everywhere.",
  fix: {
    gcp: "Set `privateClusterConfig.enablePrivateNodes: true` on the cluster and `networkConfig.enablePrivateNodes: true` on pools.",
    aws: "Leave `mapPublicIpOnLaunch` of subnets, and `associatePublicIpAddress` of launch templates and node classes, at false.",
    azure: "Leave `enableNodePublicIP` at false.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.6.5", "SC-7"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
    aws: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html",
    azure: "https://learn.microsoft.com/azure/aks/use-node-public-ips",
  },
  ...judgedByType({
    "gcp:container/cluster:Cluster": judgeSwitch(true, "violated", "privateClusterConfig", "enablePrivateNodes"),
    // A pool that says nothing does as its cluster.
    "gcp:container/nodePool:NodePool": judgeSwitch(true, "holds", "networkConfig", "enablePrivateNodes"),
    "aws:ec2/launchTemplate:LaunchTemplate": judgeTemplate,
    [ec2NodeClassType]: judgeSwitch(false, "holds", "spec", "associatePublicIPAddress"),
    "aws:ec2/subnet:Subnet": judgeSwitch(false, "holds", "mapPublicIpOnLaunch"),
    ...judgedByPool(
      (pool) => expectValue(at(pool, "enableNodePublicIP"), "false", (value) => value === false, "holds"),
      "nodes are private",
    ),
  }),
};

function judgeSwitch(wanted: boolean, whenAbsent: "holds" | "violated", ...path: readonly string[]): JudgeOne {
  return (resource) =>
    judged(
      expectValue(at(inputsOf(resource), ...path), String(wanted), (value) => value === wanted, whenAbsent),
      "nodes are private",
    );
}

/** Without interfaces of its own a node does as its subnet says. */
function judgeTemplate(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "networkInterfaces"));
  const open = items.flatMap((item) =>
    expectValue(
      at(item, "associatePublicIpAddress"),
      "false",
      (value) => value === "false" || value === false,
      "holds",
    ),
  );
  return judged([...findings, ...open], "nodes are private");
}
