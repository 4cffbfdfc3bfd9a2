import { purposeLabel } from "../../../components/kit/cluster/node-pools.ts";
import type { PlannedResource, PlannedValue } from "../../../plan/planned-resource.ts";
import { judgedByPool } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { expectRequirement, nodeGroupType } from "../../facts/node-groups.ts";
import { at, expectValue, inputsOf, isList, judged, type Finding, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Spot nodes carry nothing that must stay. */
export const spotNodesHoldNoData: ResourceRule = {
  id: "PK-CST-004",
  name: "spot-nodes-hold-no-data",
  says: "Spot nodes carry nothing that must stay.",
  why: "The cloud takes them back within seconds: fine for batch work, not for a database or an operator.",
  fix: "Set `spot: false` for pools of purpose system or data.",
  severity: "high",
  pack: "cost",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps", "A1.1"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types",
    azure: "https://learn.microsoft.com/azure/aks/spot-node-pool",
  },
  ...judgedByType({
    "gcp:container/nodePool:NodePool": judgeGke,
    "aws:eks/nodeGroup:NodeGroup": judgeEks,
    ...judgedByPool(expectAks, "what runs on spot nodes can be repeated"),
    [nodeGroupType]: judgeGroup,
  }),
};

function judgeGke(resource: PlannedResource): Judgement {
  const config = at(inputsOf(resource), "nodeConfig");
  if (at(config, "spot").value !== true && at(config, "preemptible").value !== true)
    return judged(
      ["spot", "preemptible"].flatMap((flag) =>
        expectValue(at(config, flag), "true or false", (value) => value === false, "holds"),
      ),
      "the nodes stay",
    );
  return judged(expectRepeatable(at(config, "labels")), "what runs there can be repeated");
}

function judgeEks(resource: PlannedResource): Judgement {
  const capacity = at(inputsOf(resource), "capacityType");
  return judged(
    capacity.value === "SPOT"
      ? expectRepeatable(at(inputsOf(resource), "labels"))
      : // ON_DEMAND is the default.
        expectValue(capacity, "ON_DEMAND or SPOT", isOneOf("ON_DEMAND", "CAPACITY_BLOCK"), "holds"),
    "what runs there can be repeated",
  );
}

function expectAks(pool: Place): readonly Finding[] {
  const priority = at(pool, "scaleSetPriority");
  if (priority.value === "Spot") return expectRepeatable(at(pool, "nodeLabels"));
  // Regular is the default.
  return expectValue(priority, "Regular or Spot", isOneOf("Regular"), "holds");
}

function expectRepeatable(labels: Place): Finding[] {
  return expectValue(at(labels, purposeLabel), "batch or general on spot nodes", isOneOf("batch", "general"));
}

/** A group that doesn't say what its nodes are gets spot nodes first. https://karpenter.sh/docs/concepts/nodepools/ */
function judgeGroup(group: PlannedResource): Judgement {
  const expectCapacity = (...types: readonly string[]) =>
    expectRequirement(group, "karpenter.sh/capacity-type", types.join(" or "), isListOf(...types));
  if (expectCapacity("on-demand", "reserved").length === 0) return judged([], "the nodes stay");
  const known = expectCapacity("on-demand", "reserved", "spot");
  const repeatable = expectRequirement(
    group,
    purposeLabel,
    "batch or general on spot nodes",
    isListOf("batch", "general"),
  );
  return judged(known.length > 0 ? known : repeatable, "what runs there can be repeated");
}

function isListOf(...values: readonly string[]): (value: PlannedValue) => boolean {
  return (value) => isList(value) && value.length > 0 && value.every(isOneOf(...values));
}

function isOneOf(...values: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === "string" && values.includes(value);
}
