import type { PlannedResource, PlannedValue } from "../../../plan/planned-resource.ts";
import { judgedByPool } from "../../facts/agent-pools.ts";
import { judgedBoth } from "../../by-type.ts";
import { aksNodeClassGroup, classGroupOf, expectRequirement, nodeGroupType } from "../../facts/node-groups.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  isList,
  judged,
  notApplicable,
  textAt,
  undecidedAt,
  violated,
  type Finding,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { sourcesOf, type Stack } from "../../stack.ts";

/** Clusters and node pools span three zones. */
export const clusterSpansThreeZones: Rule = {
  id: "PK-AVL-004",
  name: "cluster-spans-three-zones",
  says: "Clusters and node pools span three zones.",
  why: "With three zones one may fail and a majority is left.",
  fix: {
    gcp: "Set `location` to a region, and leave out `nodeLocations` or name three zones.",
    aws: "Give `vpcConfig.subnetIds` and `subnetIds` subnets of three zones.",
    azure:
      "Set `availabilityZones` of each pool to three zones, and require `topology.kubernetes.io/zone` In them of node pools of Karpenter's.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["A1.1", "CP-2(5)", "SC-36"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    azure: "https://learn.microsoft.com/azure/aks/availability-zones",
  },
  ...judgedBoth(
    {
      "gcp:container/cluster:Cluster": judgeLocation,
      "gcp:container/nodePool:NodePool": judgeLocation,
      ...judgedByPool(
        (pool) => expectValue(at(pool, "availabilityZones"), "three zones", isThree),
        "nodes are in three zones",
      ),
      [nodeGroupType]: judgeGroup,
    },
    {
      "aws:eks/cluster:Cluster": (cluster, stack) => judgeSubnets([cluster], stack, "vpcConfig", "subnetIds"),
      "aws:eks/nodeGroup:NodeGroup": (group, stack) => judgeSubnets(likenessesOf(group, stack), stack, "subnetIds"),
    },
    [],
  ),
};

function judgeLocation(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      ...expectValue(
        at(inputs, "location"),
        "a region",
        (value) => typeof value === "string" && /^[a-z]+-[a-z]+\d+$/.test(value),
      ),
      // Google chooses three zones of the region where none are named.
      ...expectValue(at(inputs, "nodeLocations"), "three zones, or left out", isThree, "holds"),
    ],
    "it spans three zones",
  );
}

/** AKS offers zone "0" besides, which stands for none. Elsewhere the class says where nodes are, by its subnets. */
function judgeGroup(group: PlannedResource): Judgement {
  if (classGroupOf(group) !== aksNodeClassGroup) return notApplicable("its class says where its nodes are");
  return judged(
    expectRequirement(group, "topology.kubernetes.io/zone", "three zones", isThree),
    "its nodes are in three zones",
  );
}

function isThree(value: PlannedValue): boolean {
  return isList(value) && new Set(value).size >= 3;
}

/** A pool is often one group for each zone: those with the same labels are the same to a pod. */
function likenessesOf(group: PlannedResource, stack: Stack): readonly PlannedResource[] {
  const looks = (one: PlannedResource): string =>
    JSON.stringify([one.inputs["clusterName"], one.inputs["labels"], one.inputs["taints"]]);
  return stack.ofType(group.type).filter((one) => looks(one) === looks(group));
}

function judgeSubnets(resources: readonly PlannedResource[], stack: Stack, ...keys: readonly string[]): Judgement {
  const traced = resources.map((resource) =>
    sourcesOf(resource, at(inputsOf(resource), ...keys), ["aws:ec2/subnet:Subnet"]),
  );
  const zones = traced.flatMap(({ urns }) => urns.flatMap((urn) => stack.byUrn(urn) ?? []).map(zoneOf));
  const known = new Set(zones.filter((zone) => typeof zone === "string"));
  if (known.size >= 3) return judged([], "it spans three zones");
  const unsure = [...traced.flatMap(({ findings }) => findings), ...zones.filter((zone) => typeof zone !== "string")];
  return judged(
    unsure.length > 0 ? unsure : [violated(`${keys.join(".")} has subnets of ${known.size} zones; it must be three`)],
    "it spans three zones",
  );
}

function zoneOf(subnet: PlannedResource): string | Finding {
  const [name, id] = ["availabilityZone", "availabilityZoneId"].map((key) => at(inputsOf(subnet), key));
  const zone = [name, id].flatMap((place) => (place === undefined ? [] : (textAt(place) ?? [])))[0];
  const hidden = [name, id].find((place) => hiddenBecause(place?.value) !== undefined);
  if (zone !== undefined) return zone;
  // Without a zone AWS chooses one, maybe the same for all.
  return hidden === undefined ? violated(`the subnet ${subnet.name} names no zone`) : undecidedAt(hidden);
}
