import type { ResourceState } from "../state/checkpoint.ts";
import { isInCloud } from "../provider-calls.ts";
import { parseProvider } from "./provider-reference.ts";

/**
 * The resource whose deletion takes another one away, when both go: the cluster of a Kubernetes object. The outermost
 * one, when that goes with a third. Undefined when the resource has to be deleted by a call of its own.
 */
export function goesWith(
  resource: ResourceState,
  doomed: readonly ResourceState[],
  inside: readonly ResourceState[] = [],
): ResourceState | undefined {
  // Old and new halves of replacements can name each other in a ring.
  if (!isInCloud(resource) || inside.includes(resource)) return undefined;
  // Something that is only let go takes nothing away with it.
  const hosts = doomed.filter(
    (other) => other.urn === resource.deletedWith && isInCloud(other) && other.retainOnDelete !== true,
  );
  // The old half of one belongs to the old half of the other.
  const host = hosts.find((other) => other.delete === resource.delete) ?? hosts[0];
  if (host === undefined || inside.includes(host)) return undefined;
  return goesWith(host, doomed, [...inside, resource]) ?? host;
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

/** Whether others in a state still name a resource: then it can't be taken out, though it may be gone from the cloud. */
export function isNeeded(resource: ResourceState, state: readonly ResourceState[]): boolean {
  return state.some((other) => other.urn !== resource.urn && neededUrns(other).includes(resource.urn));
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
