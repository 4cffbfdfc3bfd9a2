import {
  isObject,
  isSecret,
  isUnknown,
  placeholdersIn,
  type PlannedResource,
  type PlannedValue,
} from "../plan/planned-resource.ts";
import { secretLook } from "../environments/high-entropy.ts";
import type { Because, Judgement } from "./rule.ts";

/** A place in a resource's inputs, and what is there. */
export interface Place {
  /** As people write it, e.g. `spec.containers[0].image`. */
  readonly path: string;
  readonly value: PlannedValue | undefined;
  /** True where the way there leads through something that isn't a map. */
  readonly misplaced?: true;
}

/** One thing that keeps a rule from holding. */
export interface Finding {
  readonly verdict: "violated" | "undecided";
  readonly message: string;
  readonly because?: Because;
}

/** Where reading begins. */
export function inputsOf(resource: PlannedResource): Place {
  return { path: "", value: resource.inputs };
}

/** The place that keys lead to. Each key is one step, so that keys with dots can be given. */
export function at(from: Place, ...keys: readonly string[]): Place {
  return keys.reduce(step, from);
}

function step(from: Place, key: string): Place {
  const path = joined(from.path, key);
  if (from.misplaced === true) return from;
  if (from.value === undefined || from.value === null) return { path, value: undefined };
  if (hiddenBecause(from.value) !== undefined) return { path, value: from.value };
  if (!isObject(from.value)) return { ...from, misplaced: true };
  return { path, value: Object.hasOwn(from.value, key) ? from.value[key] : undefined };
}

function joined(path: string, key: string): string {
  const shown = /^[\w-]+$/.test(key) ? key : `["${key}"]`;
  if (path === "") return shown;
  return shown.startsWith("[") ? `${path}${shown}` : `${path}.${shown}`;
}

/** Why the value of a place can't be seen, or undefined where it can. */
export function hiddenBecause(value: PlannedValue | undefined): Because | undefined {
  if (isSecret(value)) return "secret";
  if (isUnknown(value)) return "cloud";
  return typeof value === "string" && placeholdersIn(value).length > 0 ? "cloud" : undefined;
}

/** Whether nothing is said there: no key, or null. */
export function isAbsent(place: Place): boolean {
  return place.misplaced !== true && (place.value === undefined || place.value === null);
}

/**
 * The findings of one expectation. What is missing is violated, unless the documented default makes it hold; what
 * can't be seen is undecided; what has the wrong form is violated.
 */
export function expectValue(
  place: Place,
  wanted: string,
  holds: (value: PlannedValue) => boolean,
  whenAbsent: "holds" | "violated" = "violated",
): Finding[] {
  if (place.misplaced === true) return [violated(`${place.path} is ${show(place.value)} where a map belongs`)];
  if (place.value === undefined || place.value === null)
    return whenAbsent === "holds" ? [] : [violated(`${place.path} is missing; it must be ${wanted}`)];
  if (hiddenBecause(place.value) !== undefined) return [undecidedAt(place)];
  return holds(place.value) ? [] : [violated(`${place.path} is ${show(place.value)}; it must be ${wanted}`)];
}

/** The finding where nothing is named: any text will do, also one that only the cloud knows. */
export function expectNamed(place: Place, wanted: string): Finding[] {
  if (place.misplaced !== true && (hiddenBecause(place.value) !== undefined || place.value === "")) {
    return place.value === "" ? [violated(`${place.path} is empty; it must be ${wanted}`)] : [];
  }
  return expectValue(place, wanted, (value) => typeof value === "string");
}

/** The elements of a list, none where it is absent. A list that can't be seen, or is no list, is a finding. */
export function itemsOf(place: Place): { readonly items: readonly Place[]; readonly findings: readonly Finding[] } {
  const findings = expectValue(place, "a list", (value) => Array.isArray(value), "holds");
  if (findings.length > 0 || !isList(place.value)) return { items: [], findings };
  return { items: place.value.map((value, index) => ({ path: `${place.path}[${index}]`, value })), findings };
}

/** The entries of a map by key, none where it is absent. A map that can't be seen, or is no map, is a finding. */
export function entriesOf(place: Place): {
  readonly entries: readonly (readonly [key: string, place: Place])[];
  readonly findings: readonly Finding[];
} {
  const findings = expectValue(place, "a map", (value) => isObject(value), "holds");
  if (findings.length > 0 || !isObject(place.value)) return { entries: [], findings };
  return { entries: Object.keys(place.value).map((key) => [key, at(place, key)] as const), findings };
}

/** The text at a place, or undefined where there is none, or none that can be seen. */
export function textAt(place: Place): string | undefined {
  if (place.misplaced === true || typeof place.value !== "string") return undefined;
  return hiddenBecause(place.value) === undefined ? place.value : undefined;
}

/** The number at a place, or undefined where there is none, or none that can be seen. */
export function numberAt(place: Place): number | undefined {
  return place.misplaced !== true && typeof place.value === "number" ? place.value : undefined;
}

/** Something is wrong for certain. */
export function violated(message: string): Finding {
  return { verdict: "violated", message };
}

/** Nobody can say, because the value at a place can't be seen. */
export function undecidedAt(place: Place): Finding {
  const because = hiddenBecause(place.value) ?? "cloud";
  return { verdict: "undecided", because, message: `${place.path} is ${show(place.value)}` };
}

/**
 * The judgement that follows from findings: a definite violation weighs more than something unknown. Several messages
 * are joined, three at most.
 */
export function judged(findings: readonly Finding[], holds: string): Judgement {
  const certain = findings.filter(({ verdict }) => verdict === "violated");
  const decisive = certain.length > 0 ? certain : findings;
  const [first] = decisive;
  if (first === undefined) return { verdict: "holds", message: holds };
  const messages = [...new Set(decisive.map(({ message }) => message))];
  const more = messages.length > 3 ? `; and ${messages.length - 3} more` : "";
  const message = messages.slice(0, 3).join("; ") + more;
  if (first.verdict === "violated") return { verdict: "violated", message };
  return { verdict: "undecided", message, because: gravest(decisive) };
}

// What was hidden by choice weighs more than what nobody could know.
function gravest(findings: readonly Finding[]): Because {
  const all = new Set(findings.map(({ because }) => because));
  return all.has("secret") ? "secret" : all.has("cloud") ? "cloud" : "chart";
}

/** The rule doesn't concern this resource. */
export function notApplicable(message: string): Judgement {
  return { verdict: "not applicable", message };
}

/** A value for people: short, and never one that is or looks secret. */
export function show(value: PlannedValue | undefined): string {
  if (value === undefined || value === null) return "missing";
  if (isSecret(value)) return "a secret";
  if (isUnknown(value)) return "known to the cloud only";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return showText(value);
  if (isList(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  return Object.keys(value).length === 0 ? "an empty map" : "a map";
}

function showText(text: string): string {
  const [source] = placeholdersIn(text);
  if (source !== undefined)
    return `known to the cloud only (${source.property} of ${source.urn.split("::").at(-1) ?? source.urn})`;
  if (secretLook(text) !== undefined) return `a text of ${text.length} characters`;
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

/** Whether a value is a list. */
export function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}
