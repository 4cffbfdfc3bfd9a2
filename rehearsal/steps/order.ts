import { isObject, placeholdersIn, type PlannedResource, type PlannedValue } from "../../plan/planned-resource.ts";
import { isList } from "./property-path.ts";

/** The type of the resource that every other one hangs from. */
export const stackType = "pulumi:pulumi:Stack";

/**
 * Resources in an order in which each comes after its parent, provider, dependencies and what its inputs refer to; the
 * stack first, then by URN. Throws for a reference to a resource that isn't there and for a cycle: both are faults of
 * the program that was planned.
 */
export function orderResources(resources: readonly PlannedResource[]): PlannedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const stack = resources.find(({ type }) => type === stackType);
  const needs = new Map(resources.map((resource) => [resource.urn, [...referencedUrns(resource)].sort()]));
  const missing = [...needs].flatMap(([urn, needed]) =>
    needed.filter((other) => !byUrn.has(other)).map((other) => `${urn} needs ${other}, which the plan doesn't have`),
  );
  if (missing.length > 0) throw new Error(missing.join("\n"));

  const ordered: PlannedResource[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (resource: PlannedResource, trail: readonly string[]): void => {
    if (state.get(resource.urn) === "done") return;
    const here = [...trail, resource.urn];
    if (state.get(resource.urn) === "open") throw new Error(`these need each other: ${here.join(" -> ")}`);
    state.set(resource.urn, "open");
    for (const urn of needs.get(resource.urn) ?? []) {
      const needed = byUrn.get(urn);
      if (needed !== undefined) visit(needed, here);
    }
    state.set(resource.urn, "done");
    ordered.push(resource);
  };
  const sorted = resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
  for (const resource of stack === undefined ? sorted : [stack, ...sorted]) visit(resource, []);
  return ordered;
}

/** URNs that a resource can't be made without. */
export function referencedUrns(resource: PlannedResource): Set<string> {
  const found = new Set([
    ...(resource.parent === undefined ? [] : [resource.parent]),
    ...(resource.provider === undefined || resource.provider === "" ? [] : [resource.provider]),
    ...resource.dependencies,
    ...Object.values(resource.propertyDependencies).flat(),
    ...(resource.deletedWith === undefined ? [] : [resource.deletedWith]),
    ...placeholderUrns(resource.inputs),
  ]);
  found.delete(resource.urn);
  return found;
}

function placeholderUrns(value: PlannedValue): string[] {
  if (typeof value === "string") {
    return placeholdersIn(value).flatMap(({ urn }) => (isInvoke(urn) ? [] : [urn]));
  }
  if (isList(value)) return value.flatMap(placeholderUrns);
  return isObject(value) ? Object.values(value).flatMap(placeholderUrns) : [];
}

/** Whether a placeholder stands for the answer of a function of an SDK, not for a resource's output. */
export function isInvoke(urn: string): boolean {
  // A plan tells answers apart by a hash of what was asked.
  return /::invoke(?:-[0-9a-f]+)?$/.test(urn);
}
