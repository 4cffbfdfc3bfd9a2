import { neededUrns } from "../steps/deletions.ts";
import { stackType } from "../steps/order.ts";
import type { ResourceState } from "./checkpoint.ts";

/**
 * Resources of a state in the order that Pulumi asks of a deployment: each after its parent, its very provider and its
 * dependencies; the stack first, then by URN. The same resources give the same order. What is missing is left for the
 * integrity check to name; throws for a cycle, which no run makes.
 */
export function orderState(resources: readonly ResourceState[]): ResourceState[] {
  const sorted = resources.toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.urn, b.urn) || compare(a.id ?? "", b.id ?? ""),
  );
  const byUrn = new Map<string, ResourceState>();
  const byReference = new Map<string, ResourceState>();
  // Later ones win: the live half of a replaced resource comes after the condemned one.
  for (const resource of sorted.toSorted((a, b) => Number(b.delete ?? false) - Number(a.delete ?? false))) {
    byUrn.set(resource.urn, resource);
    byReference.set(`${resource.urn}::${resource.id ?? ""}`, resource);
  }
  const ordered: ResourceState[] = [];
  const marks = new Map<ResourceState, "open" | "done">();
  const visit = (resource: ResourceState): void => {
    const mark = marks.get(resource);
    if (mark === "done") return;
    if (mark === "open") throw new Error(`${resource.urn} needs itself by way of others`);
    marks.set(resource, "open");
    const provider = resource.provider === undefined ? undefined : byReference.get(resource.provider);
    const needed = neededUrns({ ...resource, provider: undefined }).sort(compare);
    for (const other of [provider, ...needed.map((urn) => byUrn.get(urn))]) {
      if (other !== undefined && other !== resource) visit(other);
    }
    marks.set(resource, "done");
    ordered.push(resource);
  };
  for (const resource of sorted) visit(resource);
  return ordered;
}

function rank(resource: ResourceState): number {
  return resource.type === stackType ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
