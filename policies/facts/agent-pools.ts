import type { PlannedResource } from "../../plan/planned-resource.ts";
import type { JudgeOne } from "../by-type.ts";
import { at, inputsOf, itemsOf, judged, type Finding, type Place } from "../read.ts";

/** Type of a Kubernetes cluster on Azure. Its first pools are part of it. */
export const aksClusterType = "azure-native:containerservice:ManagedCluster";

/** Type of a further node pool. */
export const agentPoolType = "azure-native:containerservice:AgentPool";

/** The node pools that a resource describes, and what hides any. */
export function agentPoolsOf(resource: PlannedResource): {
  readonly items: readonly Place[];
  readonly findings: readonly Finding[];
} {
  if (resource.type === aksClusterType) return itemsOf(at(inputsOf(resource), "agentPoolProfiles"));
  return { items: [inputsOf(resource)], findings: [] };
}

/** The same expectation of each node pool, for the types that describe any. */
export function judgedByPool(
  expectations: (pool: Place) => readonly Finding[],
  holds: string,
): Readonly<Record<string, JudgeOne>> {
  const judge: JudgeOne = (resource) => {
    const { items, findings } = agentPoolsOf(resource);
    return judged([...findings, ...items.flatMap(expectations)], holds);
  };
  return { [aksClusterType]: judge, [agentPoolType]: judge };
}
