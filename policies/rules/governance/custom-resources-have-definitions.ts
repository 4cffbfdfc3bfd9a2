import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { charts } from "../../../charts/charts.ts";
import { aksNodeClassGroup, classGroupOf, nodeGroupType } from "../../facts/node-groups.ts";
import { saysNothing } from "../../facts/objects.ts";
import { chartType } from "../../../plan/planned-resource.ts";
import { at, inputsOf, judged, textAt, violated, type Finding } from "../../read.ts";
import { levels, type StackRule } from "../../rule.ts";

/** Every custom resource waits for the chart that defines its kind. */
export const customResourcesHaveDefinitions: StackRule = {
  id: "PK-GOV-010",
  name: "custom-resources-have-definitions",
  says: "Every custom resource waits for the chart that defines its kind.",
  why: "Without its definition the first `up` fails in the middle, or worse, works because another stack made it.",
  fix: "Let the resource depend on the chart: `dependsOn: [operator]`.",
  severity: "high",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-2", "CC8.1"],
  source: "https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/",
  appliesTo: ["kubernetes:*"],
  judgeAll: (resources) => {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const children = childrenOf(resources);
    return resources.flatMap((resource) => {
      const kind = customKind(resource.type);
      if (kind === undefined) return [];
      return [
        { urn: resource.urn, ...judged(judgeOrder(resource, kind, byUrn, children), "its definition is there first") },
      ];
    });
  },
};

interface CustomKind {
  readonly group: string;
  readonly kind: string;
}

/** Groups of Kubernetes itself; custom ones have a domain that isn't k8s.io's, or are in the catalogue. */
function customKind(type: string): CustomKind | undefined {
  const [, group, kind] = /^kubernetes:([^/:]+\.[^/:]+)\/[^:]+:([^:]+)$/.exec(type) ?? [];
  if (group === undefined || kind === undefined || group === "helm.sh") return undefined;
  const builtIn = group.endsWith(".k8s.io") && !charts.some(({ kinds }) => kinds.some((each) => each.group === group));
  return builtIn && group !== "gateway.networking.k8s.io" ? undefined : { group, kind };
}

function judgeOrder(
  resource: PlannedResource,
  { group, kind }: CustomKind,
  byUrn: ReadonlyMap<string, PlannedResource>,
  children: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  if (comesWithTheCluster(resource, group)) return [];
  const before = [...ancestorsOf(resource, byUrn, children)].flatMap((urn) => byUrn.get(urn) ?? []);
  if (before.some((each) => defines(each, { group, kind }))) return [];
  // The engine doesn't say which chart it is; the plan does.
  if (before.some((each) => each.type === chartType && saysNothing(each))) {
    const message = `${kind} of ${group} may be defined by a chart that doesn't say which it is`;
    return [{ verdict: "undecided", because: "chart", message }];
  }
  const chart = charts.find(({ kinds }) => kinds.some((each) => each.group === group && each.kind === kind));
  return [
    violated(
      chart === undefined
        ? `no chart of the catalogue, and nothing that it depends on, defines ${kind} of ${group}`
        : `${kind} of ${group} is defined by the chart ${chart.name}, on which it doesn't depend`,
    ),
  ];
}

/**
 * AKS runs Karpenter itself, and brings the definitions of its kinds with the cluster.
 * https://learn.microsoft.com/azure/aks/node-auto-provisioning#key-components-of-node-auto-provisioning
 */
function comesWithTheCluster(resource: PlannedResource, group: string): boolean {
  if (group === aksNodeClassGroup) return true;
  return resource.type === nodeGroupType && classGroupOf(resource) === aksNodeClassGroup;
}

function childrenOf(resources: readonly PlannedResource[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { urn, parent } of resources) {
    if (parent === undefined) continue;
    const siblings = children.get(parent) ?? [];
    siblings.push(urn);
    children.set(parent, siblings);
  }
  return children;
}

/**
 * Everything that is there before a resource: what it depends on, its parents, and what those depend on. Who depends on a
 * component waits for all of its children; under the engine that is how a chart's definitions are seen.
 */
function ancestorsOf(
  resource: PlannedResource,
  byUrn: ReadonlyMap<string, PlannedResource>,
  children: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const seen = new Set<string>();
  const next: { readonly urn: string; readonly whole: boolean }[] = [{ urn: resource.urn, whole: false }];
  for (let step = next.pop(); step !== undefined; step = next.pop()) {
    const found = byUrn.get(step.urn);
    const mark = `${step.urn} ${String(step.whole)}`;
    if (seen.has(mark) || found === undefined) continue;
    seen.add(mark);
    next.push(...found.dependencies.map((urn) => ({ urn, whole: true })));
    if (found.parent !== undefined) next.push({ urn: found.parent, whole: false });
    if (step.whole) next.push(...(children.get(found.urn) ?? []).map((urn) => ({ urn, whole: true })));
  }
  return new Set([...seen].map((mark) => mark.slice(0, mark.lastIndexOf(" "))).filter((urn) => urn !== resource.urn));
}

function defines(resource: PlannedResource, { group, kind }: CustomKind): boolean {
  const inputs = inputsOf(resource);
  if (resource.type === "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    return textAt(at(inputs, "spec", "group")) === group && textAt(at(inputs, "spec", "names", "kind")) === kind;
  if (resource.type !== chartType) return false;
  const name = textAt(at(inputs, "chart"))?.split("/").at(-1);
  const entry = charts.find((chart) => chart.name === name);
  return entry?.kinds.some((each) => each.group === group && each.kind === kind) === true;
}
