import type { Plan, PlannedResource } from "../plan/planned-resource.ts";
import { harmlessTypes } from "./facts/harmless-types.ts";
import { rules } from "./rules.ts";

/** A type about which no rule has anything to say, and the resources of that type. */
export interface UnjudgedType {
  readonly type: string;
  /** Sorted. */
  readonly names: readonly string[];
}

/** The types of a plan that no rule names and that aren't listed as harmless, sorted. Components and providers aside. */
export function findUnjudgedTypes({ resources }: Pick<Plan, "resources">): UnjudgedType[] {
  const unknown = resources.filter((resource) => isMade(resource) && !isKnown(resource.type));
  return [...Map.groupBy(unknown, ({ type }) => type)]
    .map(([type, found]) => ({ type, names: found.map(({ name }) => name).sort() }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function isMade({ type, custom, remote }: PlannedResource): boolean {
  return custom && !remote && !type.startsWith("pulumi:");
}

// A rule for everything, or for all of a provider, knows nothing of a type.
function isKnown(type: string): boolean {
  return Object.hasOwn(harmlessTypes, type) || rules.some(({ appliesTo }) => appliesTo.includes(type));
}
