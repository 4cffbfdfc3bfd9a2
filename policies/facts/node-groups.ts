import type { PlannedResource, PlannedValue } from "../../plan/planned-resource.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  itemsOf,
  textAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../read.ts";

/** Type of a group of nodes that Karpenter makes. https://karpenter.sh/docs/concepts/nodepools/ */
export const nodeGroupType = "kubernetes:karpenter.sh/v1:NodePool";

/** Type of what such nodes are made of on Azure. */
export const aksNodeClassType = "kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass";

/** Type of what such nodes are made of on AWS. https://karpenter.sh/docs/concepts/nodeclasses/ */
export const ec2NodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

/** Group of the kinds that AKS brings with a cluster that adds nodes of its own choice, besides Karpenter's own. */
export const aksNodeClassGroup = "karpenter.azure.com";

/** What the nodes of a group must have under a key, as Karpenter's operator In says it; nothing said is violated. */
export function expectRequirement(
  group: PlannedResource,
  key: string,
  wanted: string,
  holds: (value: PlannedValue) => boolean,
): readonly Finding[] {
  const { items, findings } = itemsOf(at(inputsOf(group), "spec", "template", "spec", "requirements"));
  if (findings.length > 0) return findings;
  const named = items.find((item) => textAt(at(item, "key")) === key && textAt(at(item, "operator")) === "In");
  if (named !== undefined) return expectValue(at(named, "values"), wanted, holds);
  const hidden = items.flatMap((item) => [at(item, "key"), at(item, "operator")]).filter(isHidden);
  return hidden.length > 0
    ? hidden.map(undecidedAt)
    : [violated(`nothing is required of ${key}; it must be ${wanted}`)];
}

function isHidden({ value }: Place): boolean {
  return hiddenBecause(value) !== undefined;
}

/** Group of the class that a group of nodes is made of: by it one knows whose nodes they are. */
export function classGroupOf(group: PlannedResource): string | undefined {
  return textAt(at(inputsOf(group), "spec", "template", "spec", "nodeClassRef", "group"));
}
