import { UsageError } from "../components/kit/errors.ts";
import type { PlannedObject, PlannedValue } from "../plan/planned-resource.ts";
import { findDifferences } from "../rehearsal/steps/differences.ts";
import { renderPath } from "../rehearsal/steps/property-path.ts";
import type { PlanFile, PlanFileResource } from "./plan-file.ts";

/** A property that two plans ask for differently. Absent on the side that doesn't have it. */
export interface ChangedProperty {
  /** `inputs.spec.replicas`, `parent`, `protect`. */
  readonly path: string;
  readonly old?: PlannedValue;
  readonly new?: PlannedValue;
}

/** A resource by its address, its type and its name. */
export type ResourceName = Pick<PlanFileResource, "urn" | "type" | "name">;

/** How a plan differs from an earlier one; everything sorted by URN. */
export interface PlanComparison {
  readonly environment: string;
  readonly digest: { readonly old: string; readonly new: string };
  readonly added: readonly ResourceName[];
  readonly removed: readonly ResourceName[];
  readonly changed: readonly (ResourceName & { readonly properties: readonly ChangedProperty[] })[];
  /** Those of the changed that were protected before and aren't now: the next plan may delete them. */
  readonly unprotected: readonly ResourceName[];
  /** Charts that could be rendered before and can't be now, and the other way round: their contents can't be compared. */
  readonly opaque: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** Compares two plans of one environment. Throws a UsageError for plans of two. */
export function comparePlans(old: PlanFile, next: PlanFile): PlanComparison {
  if (old.environment !== next.environment)
    throw new UsageError(`the earlier plan is of ${old.environment}, not of ${next.environment}`);
  const [before, after] = [byUrn(old.resources), byUrn(next.resources)];
  const [closedBefore, closedAfter] = [new Set(old.opaque.map(urnOf)), new Set(next.opaque.map(urnOf))];
  return {
    environment: next.environment,
    digest: { old: old.digest, new: next.digest },
    added: [...after.values()].filter(({ urn }) => !before.has(urn)).map(nameOf),
    removed: [...before.values()].filter(({ urn }) => !after.has(urn)).map(nameOf),
    changed: [...after.values()].flatMap((resource) => {
      const earlier = before.get(resource.urn);
      const properties = earlier === undefined ? [] : changedProperties(earlier, resource);
      return properties.length === 0 ? [] : [{ ...nameOf(resource), properties }];
    }),
    unprotected: [...after.values()]
      .filter(({ urn, protect }) => !protect && before.get(urn)?.protect === true)
      .map(nameOf),
    opaque: { added: without(closedAfter, closedBefore), removed: without(closedBefore, closedAfter) },
  };
}

/** Whether nothing differs. Two plans with different digests may still ask for the same. */
export function isEqual({ added, removed, changed, opaque }: PlanComparison): boolean {
  return [added, removed, changed, opaque.added, opaque.removed].every(({ length }) => length === 0);
}

function changedProperties(old: PlanFileResource, next: PlanFileResource): ChangedProperty[] {
  return findDifferences(comparable(old), comparable(next)).map(({ path, old: before, new: after }) => ({
    path: renderPath(path),
    ...(before === undefined ? {} : { old: before }),
    ...(after === undefined ? {} : { new: after }),
  }));
}

function comparable({ parent, provider, inputs, dependencies, protect }: PlanFileResource): PlannedObject {
  // As a set: a list would call every dependency changed that comes after a new one.
  const needs = Object.fromEntries(dependencies.map((urn) => [urn, true]));
  return { parent, provider, protect, dependencies: needs, inputs };
}

function byUrn(resources: readonly PlanFileResource[]): Map<string, PlanFileResource> {
  const sorted = resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
  return new Map(sorted.map((resource) => [resource.urn, resource]));
}

function nameOf({ urn, type, name }: PlanFileResource): ResourceName {
  return { urn, type, name };
}

function urnOf({ urn }: { readonly urn: string }): string {
  return urn;
}

function without(some: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...some].filter((urn) => !others.has(urn)).sort();
}
