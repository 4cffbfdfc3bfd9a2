import {
  isObject,
  isUnknown,
  placeholdersIn,
  placeholder,
  unknownMarker,
  type PlannedObject,
  type PlannedValue,
} from "../../plan/planned-resource.ts";
import type { ResourceState } from "../state/checkpoint.ts";
import { isWithheld, toState, withheld } from "../state/secrets.ts";
import { standInText } from "../simulated/texts.ts";
import { isInvoke } from "./order.ts";
import { isList, parsePath, valueAt } from "./property-path.ts";

/** A resource to whose outputs a placeholder may lead. `fresh`: it will be made or replaced, so most outputs are still unknown. */
export interface Referent {
  readonly state: ResourceState;
  readonly fresh: boolean;
}

/** Finds a resource by URN. */
export type Lookup = (urn: string) => Referent | undefined;

/**
 * Inputs as a state has them: each placeholder replaced by what the named resource gives, secrets withheld. What isn't
 * known before `up` becomes the unknown marker; a text with a secret in it becomes a secret. An output that the
 * simulated cloud has no value for gets a stable stand-in text, and so does what the plan itself doesn't know.
 */
export function resolveInputs(inputs: PlannedObject, lookup: Lookup): PlannedObject {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, resolveValue(value, lookup)]));
}

/** The same for one value. */
function resolveValue(value: PlannedValue, lookup: Lookup): PlannedValue {
  if (typeof value === "string") return resolveText(value, lookup);
  if (isWithheld(value) || isUnknown(value)) return toState(value);
  if (isList(value)) return value.map((inner) => resolveValue(inner, lookup));
  return isObject(value) ? resolveInputs(value, lookup) : value;
}

function resolveText(text: string, lookup: Lookup): PlannedValue {
  const found = placeholdersIn(text);
  if (found.length === 0) return text;
  let resolved = text;
  for (const { urn, property } of found) {
    const whole = placeholder(urn, property);
    const value = outputAt(urn, property, lookup);
    if (text === whole || isUnknown(value) || isWithheld(value)) return value;
    resolved = resolved.replace(whole, () => (typeof value === "string" ? value : JSON.stringify(value)));
  }
  return resolved;
}

function outputAt(urn: string, property: string, lookup: Lookup): PlannedValue {
  if (isInvoke(urn)) return standInText(urn, property);
  if (property === "urn") return urn;
  const referent = lookup(urn);
  if (referent === undefined) throw new Error(`${urn} is referred to and isn't there`);
  const { state, fresh } = referent;
  if (property === "id") return fresh ? unknownMarker : (state.id ?? standInText(urn, property));
  const path = parsePath(property);
  for (let depth = 1; depth <= path.length; depth += 1) {
    // Whatever lies inside of a secret is secret.
    if (isWithheld(valueAt(state.outputs, path.slice(0, depth)))) return withheld;
  }
  const value = valueAt(state.outputs, path);
  if (value !== undefined) return value;
  return fresh ? unknownMarker : standInText(`${urn}#${state.id ?? ""}`, property);
}
