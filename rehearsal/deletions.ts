import type { ResourceState } from "./checkpoint.ts";
import { isInCloud } from "./provider-calls.ts";
import { parseProvider } from "./provider-reference.ts";

/**
 * The resource whose deletion takes another one away, when both go: the cluster of a Kubernetes object. The outermost
 * one, when that goes with a third. Undefined when the resource has to be deleted by a call of its own.
 */
export function goesWith(resource: ResourceState, doomed: readonly ResourceState[]): ResourceState | undefined {
  if (!isInCloud(resource)) return undefined;
  // Something that is only let go takes nothing away with it.
  const host = doomed.find(
    (other) => other.urn === resource.deletedWith && isInCloud(other) && other.retainOnDelete !== true,
  );
  return host === undefined ? undefined : (goesWith(host, doomed) ?? host);
}

/**
 * What depends on a resource, directly or not, and goes too (`isGone`), in the order in which it has to be deleted.
 * `state` has each resource after what it needs.
 */
export function deletedFirst(
  urn: string,
  isGone: (resource: ResourceState) => boolean,
  state: readonly ResourceState[],
): ResourceState[] {
  const dependents = new Set([urn]);
  const found: ResourceState[] = [];
  for (const resource of state) {
    if (resource.urn === urn || !neededUrns(resource).some((needed) => dependents.has(needed))) continue;
    dependents.add(resource.urn);
    if (resource.custom && isGone(resource)) found.push(resource);
  }
  return found.reverse();
}

/** Resources in an order in which they can be deleted: dependents first. Also where a replaced one waits beside its successor. */
export function orderDeletions(doomed: readonly ResourceState[]): ResourceState[] {
  const dependents = Map.groupBy(
    doomed.flatMap((resource) => neededUrns(resource).map((urn) => ({ urn, resource }))),
    ({ urn }) => urn,
  );
  const ordered = new Set<ResourceState>();
  const open = new Set<ResourceState>();
  const visit = (resource: ResourceState): void => {
    // Old and new halves can need each other by URN; the call that came first then wins.
    if (open.has(resource)) return;
    open.add(resource);
    for (const { resource: dependent } of dependents.get(resource.urn) ?? []) visit(dependent);
    ordered.add(resource);
  };
  for (const resource of doomed.toReversed()) visit(resource);
  return [...ordered];
}

/** URNs of what a resource of a state needs. */
export function neededUrns(resource: ResourceState): string[] {
  const { parent, provider, dependencies = [], propertyDependencies = {}, deletedWith } = resource;
  return [
    ...(parent === undefined ? [] : [parent]),
    ...(provider === undefined ? [] : [parseProvider(provider).urn]),
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...(deletedWith === undefined ? [] : [deletedWith]),
  ];
}
