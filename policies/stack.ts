import { placeholdersIn, type PlannedResource } from "../plan/planned-resource.ts";
import {
  at,
  hiddenBecause,
  inputsOf,
  itemsOf,
  textAt,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "./read.ts";

/** The resources of a stack, found by type and URN. */
export interface Stack {
  /** In order of URN, so that what is said doesn't depend on the order of registration. */
  ofType(...types: readonly string[]): readonly PlannedResource[];
  byUrn(urn: string): PlannedResource | undefined;
  /** In the order in which they were given. */
  readonly all: readonly PlannedResource[];
}

/** Looks resources up in a list that stays as it is. */
export function stackOf(resources: readonly PlannedResource[]): Stack {
  const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const byType = Map.groupBy(sorted, ({ type }) => type);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return {
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    byUrn: (urn) => byUrn.get(urn),
    all: resources,
  };
}

/** A resource that says something of another: which types, and where they name it. */
export interface Companion {
  readonly types: readonly string[];
  /** Where it names the other one. */
  readonly at: readonly string[];
  /** Input of the other one that holds the fixed name by which it may be named too. */
  readonly name?: string;
  /** Text by which those that are meant are told from others of their type. */
  readonly which?: { readonly at: readonly string[]; readonly is: string };
  /** For people: `BucketVersioning`. */
  readonly what: string;
}

/** The companions of a resource, and the places that may name it, which nobody can see. */
export function companionsOf(
  stack: Stack,
  of: PlannedResource,
  { types, at: keys, name, which }: Companion,
): { readonly found: readonly PlannedResource[]; readonly unsure: readonly Finding[] } {
  const candidates = stack.ofType(...types).filter(({ urn }) => urn !== of.urn);
  const found: PlannedResource[] = [];
  const unsure: Finding[] = [];
  for (const candidate of candidates) {
    const [place, mark] = [at(inputsOf(candidate), ...keys), at(inputsOf(candidate), ...(which?.at ?? []))];
    if (which !== undefined && hiddenBecause(mark.value) === undefined && textAt(mark) !== which.is) continue;
    const hidden = [place, ...(which === undefined ? [] : [mark])].filter(isHidden);
    const named = names(candidate, place, of, name);
    if (hidden.length === 0 && named) found.push(candidate);
    // One that names another resource for certain isn't meant, whatever else is hidden.
    else if (named || isHidden(place))
      unsure.push(...hidden.map((each) => undecidedAt({ ...each, path: `${candidate.name}: ${each.path}` })));
  }
  return { found, unsure };
}

// A placeholder says where it is from, and so isn't hidden here.
function isHidden({ value }: Place): boolean {
  return typeof value !== "string" && hiddenBecause(value) !== undefined;
}

function names(candidate: PlannedResource, place: Place, of: PlannedResource, name: string | undefined): boolean {
  if (sourceOf(candidate, place, [of.type]) === of.urn) return true;
  return name !== undefined && textAt(place) !== undefined && textAt(at(inputsOf(of), name)) === textAt(place);
}

/**
 * URN of the resource, of one of some types, whose output a text is. Text in which an output is only a part comes from
 * nowhere, and so does what nobody can see.
 */
export function sourceOf(resource: PlannedResource, place: Place, types: readonly string[]): string | undefined {
  if (place.misplaced === true || typeof place.value !== "string") return undefined;
  const [source, ...others] = placeholdersIn(place.value);
  if (source !== undefined) {
    const whole = others.length === 0 && place.value === `\${${source.urn}#${source.property}}`;
    return whole && types.includes(typeOf(source.urn)) ? source.urn : undefined;
  }
  // Under the engine the value itself is there, and only the property's dependencies say where it is from.
  const [property = ""] = place.path.split(/[.[]/);
  const from = (resource.propertyDependencies[property] ?? []).filter((urn) => types.includes(typeOf(urn)));
  return from.length === 1 ? from[0] : undefined;
}

/** Type token in a URN, without its parents'. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/**
 * The findings of one expectation of a resource's companions: there is one, and all of them (or, with `some`, one of
 * them) are as they should be. One that may be meant and can't be seen makes it undecided.
 */
export function expectCompanion(
  stack: Stack,
  of: PlannedResource,
  companion: Companion,
  check: (companion: PlannedResource) => readonly Finding[],
  needed: "every" | "some" = "every",
): readonly Finding[] {
  const { found, unsure } = companionsOf(stack, of, companion);
  if (found.length === 0) return unsure.length > 0 ? unsure : [violated(`no ${companion.what} of the stack names it`)];
  const findings = found.map((each) =>
    check(each).map((finding) => ({ ...finding, message: `${each.name}: ${finding.message}` })),
  );
  if (needed === "every") return findings.flat();
  if (findings.some((each) => each.length === 0)) return [];
  return unsure.length > 0 ? unsure : findings.flat();
}

/** URNs of the resources, of some types, whose outputs a list holds, and what of the list nobody can trace. */
export function sourcesOf(
  resource: PlannedResource,
  list: Place,
  types: readonly string[],
): { readonly urns: readonly string[]; readonly findings: readonly Finding[] } {
  const { items, findings } = itemsOf(list);
  const [property = ""] = list.path.split(/[.[]/);
  const traced = items.map((item) => {
    const source = sourceOf(resource, item, types);
    if (source !== undefined) return { urns: [source], findings: [] };
    const from = (resource.propertyDependencies[property] ?? []).filter((urn) => types.includes(typeOf(urn)));
    const isText = textAt(item) !== undefined;
    if (isText && from.length > 0) return { urns: from, findings: [] };
    const elsewhere: Finding = {
      verdict: "undecided",
      because: "cloud",
      message: `${item.path} is made elsewhere, and only the cloud knows it`,
    };
    return { urns: [], findings: [isText ? elsewhere : undecidedAt(item)] };
  });
  return {
    urns: [...new Set(traced.flatMap(({ urns }) => urns))].sort(),
    findings: [...findings, ...traced.flatMap((each) => each.findings)],
  };
}
