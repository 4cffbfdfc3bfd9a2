import {
  isObject,
  isUndecided,
  isUnknown,
  type PlannedObject,
  type PlannedValue,
} from "../../plan/planned-resource.ts";
import { isWithheld } from "../state/secrets.ts";
import { isList, parsePath, pathsTouch, renderPath, valueAt, withValueAt, type PropertyPath } from "./property-path.ts";

/** One property that differs. */
export interface PropertyDiff {
  /** e.g. `spec.ports[0].name`. */
  readonly path: string;
  /** Absent when the property is new. `[secret]` for a secret. */
  readonly old?: PlannedValue;
  /** Absent when the property goes away. `[secret]` for a secret, `[known after up]` for what only the cloud can say. */
  readonly new?: PlannedValue;
  /** Whether the cloud can only follow by replacing the resource. */
  readonly replaces: boolean;
}

/** A difference before it is made fit to print. */
export interface RawDifference {
  readonly path: PropertyPath;
  readonly old: PlannedValue | undefined;
  readonly new: PlannedValue | undefined;
}

/** Where two values differ: the deepest paths, in the order of their keys. Lists are compared by index. */
export function findDifferences(
  old: PlannedValue | undefined,
  next: PlannedValue | undefined,
  path: PropertyPath = [],
): RawDifference[] {
  if (old === next) return [];
  if (isWithheld(old) && isWithheld(next)) return [];
  if (isUnknown(next) || isWithheld(old) || isWithheld(next)) return [{ path, old, new: next }];
  if (isObject(old) && isObject(next)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
    return keys.flatMap((key) => findDifferences(old[key], next[key], [...path, key]));
  }
  if (isList(old) && isList(next)) {
    const length = Math.max(old.length, next.length);
    return Array.from({ length }, (_, index) => findDifferences(old[index], next[index], [...path, index])).flat();
  }
  return [{ path, old, new: next }];
}

/** A difference as it is printed. */
export function renderDifference({ path, old, new: next }: RawDifference, replaces: boolean): PropertyDiff {
  return {
    path: renderPath(path),
    ...(old === undefined ? {} : { old: printable(old) }),
    ...(next === undefined ? {} : { new: printable(next) }),
    replaces,
  };
}

function printable(value: PlannedValue): PlannedValue {
  if (isWithheld(value)) return "[secret]";
  if (isUnknown(value) || (typeof value === "string" && isUndecided(value))) return "[known after up]";
  if (isList(value)) return value.map(printable);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printable(inner)]));
}

/** New inputs in which whatever `ignoreChanges` names keeps its old value. */
export function withoutIgnored(old: PlannedObject, next: PlannedObject, ignored: readonly string[]): PlannedObject {
  if (ignored.length === 0) return next;
  let kept: PlannedValue | undefined = next;
  for (const pattern of ignored.map(parsePath)) {
    // Removed list elements shift those after them, so the last is taken back first.
    for (const { path } of findDifferences(old, kept).reverse()) {
      if (!pathsTouch(pattern, path)) continue;
      const whole = path.length < pattern.length && !pattern.includes("*") ? pattern : path;
      kept = withValueAt(kept, whole, valueAt(old, whole));
    }
  }
  return isObject(kept) ? kept : next;
}
