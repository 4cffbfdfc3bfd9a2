import { isObject, type PlannedObject, type PlannedValue } from "../planned-resource.ts";

/** What keys lead to in a planned object, or undefined. */
export function dig(from: PlannedValue | undefined, ...keys: readonly string[]): PlannedValue | undefined {
  return keys.reduce<PlannedValue | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    from,
  );
}

/** The objects of a list. Anything else is none. */
export function objectsAt(from: PlannedValue | undefined, ...keys: readonly string[]): PlannedObject[] {
  return listAt(from, ...keys).filter(isObject);
}

/** The texts of a list. */
export function textsAt(from: PlannedValue | undefined, ...keys: readonly string[]): string[] {
  return listAt(from, ...keys).filter((value) => typeof value === "string");
}

function listAt(from: PlannedValue | undefined, ...keys: readonly string[]): readonly PlannedValue[] {
  const value = dig(from, ...keys);
  return isList(value) ? value : [];
}

function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

/** A text, or the empty string. */
export function textAt(from: PlannedValue | undefined, ...keys: readonly string[]): string {
  const value = dig(from, ...keys);
  return typeof value === "string" ? value : "";
}

/** A number, or what is given instead. */
export function numberAt(fallback: number, from: PlannedValue | undefined, ...keys: readonly string[]): number {
  const value = dig(from, ...keys);
  return typeof value === "number" ? value : fallback;
}

/** The texts of an object by key. */
export function labelsAt(from: PlannedValue | undefined, ...keys: readonly string[]): Record<string, string> {
  const value = dig(from, ...keys);
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.flatMap(([key, label]) => (typeof label === "string" ? [[key, label]] : [])));
}
