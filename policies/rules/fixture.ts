import {
  withoutOptions,
  isObject,
  placeholder,
  unknownMarker,
  type OpaqueChart,
  type Plan,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../../plan/planned-resource.ts";
import type { Rule, Tier } from "../rule.ts";

/** A planned resource for tests: named `subject` with no parents, dependencies or options, unless said otherwise. */
export function planned(
  type: string,
  inputs: PlannedObject,
  more: Partial<Omit<PlannedResource, "type" | "inputs">> = {},
): PlannedResource {
  const name = more.name ?? "subject";
  return {
    urn: `urn:pulumi:example-test::landbridge::${type}::${name}`,
    type,
    name,
    custom: true,
    remote: false,
    provider: "urn:pulumi:example-test::landbridge::pulumi:providers:any::explicit",
    inputs,
    ...withoutOptions,
    version: "1.0.0",
    ...more,
  };
}

/** A plan for tests. */
export function planOf(resources: readonly PlannedResource[], more: Partial<Plan> = {}): Plan {
  return { environment: "example-test", cloud: "local", digest: "0", opaque: [], outputs: {}, resources, ...more };
}

/** A text that only the cloud knows. */
export const fromCloud = placeholder(
  "urn:pulumi:example-test::landbridge::random:index/randomPet:RandomPet::somewhere",
  "id",
);

/** Text that a resource of the same plan gives once it is made. */
export function outputOf(type: string, property: string, name = "subject"): string {
  return placeholder(planned(type, {}, { name }).urn, property);
}

/** A path for `changed`: keys with dots are written in brackets, e.g. `spec.items[0].labels["a.b"]`. */
export function parsePath(path: string): (string | number)[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain ?? "") : Number(index),
  );
}

/** The value with another value at a path; `undefined` removes what is there. Lists must exist. */
export function changedValue(
  value: PlannedValue | undefined,
  path: readonly (string | number)[],
  to: PlannedValue | undefined,
): PlannedValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (typeof key === "number") {
    if (!Array.isArray(value)) throw new Error(`no list at [${key}]`);
    const list: readonly PlannedValue[] = value;
    return list.flatMap((item, index) => {
      if (index !== key) return [item];
      const next = changedValue(item, rest, to);
      return next === undefined ? [] : [next];
    });
  }
  const map = value === undefined ? {} : value;
  if (!isObject(map)) throw new Error(`no map at ${key}`);
  const { [key]: old, ...others } = map;
  const next = changedValue(old, rest, to);
  return next === undefined ? others : { ...others, [key]: next };
}

/** The resource with another value at a path of its inputs; `undefined` removes what is there. */
export function changed(resource: PlannedResource, path: string, to: PlannedValue | undefined): PlannedResource {
  const inputs = changedValue(resource.inputs, parsePath(path), to);
  if (!isObject(inputs)) throw new Error(`${path} must lead into the inputs`);
  return { ...resource, inputs };
}

/** What a rule must say of which resources. Explicit: each case is a claim. */
export interface RuleFixtures {
  readonly rule: Rule;
  /** Which of the rule's types this set is about, e.g. a cloud and a type, where a rule has several sets. */
  readonly of?: string;
  /** The first case is the one that guards change. */
  readonly holds: Cases;
  readonly violated: Cases;
  readonly undecided: Cases;
  readonly notApplicable?: Cases;
  /** The properties that the rule guards, in the first case that holds. */
  readonly guards: readonly Guard[];
  /** Tier in which the cases are judged. Default: production. */
  readonly tier?: Tier;
  /** Charts that could not be rendered. */
  readonly opaque?: readonly OpaqueChart[];
}

/** Resources by claim. */
export type Cases = Readonly<Record<string, readonly PlannedResource[]>>;

/** One property without which a rule wouldn't hold. */
export interface Guard {
  /** Path in the resource's inputs. */
  readonly path: string;
  /** Name of the resource. Default: the first. */
  readonly of?: string;
  /** What the rule says without it. */
  readonly absent: "violated" | "holds";
  /** Values with which it must be violated. */
  readonly bad: readonly PlannedValue[];
  /** What the rule says when nobody can see it. Default: undecided. */
  readonly hidden?: "undecided" | "violated" | "holds";
}

/** A change of one property: path, value, and the resource's name if it isn't the first. */
export type Change = readonly [path: string, value: PlannedValue | undefined, of?: string | undefined];

/** Cases that differ from resources in one property each. */
export function changes(given: readonly PlannedResource[], cases: Readonly<Record<string, Change>>): Cases {
  return Object.fromEntries(Object.entries(cases).map(([claim, change]) => [claim, changedIn(given, change)]));
}

/** The resources with one property changed. */
export function changedIn(given: readonly PlannedResource[], [path, value, of]: Change): PlannedResource[] {
  const target = of ?? given[0]?.name;
  if (!given.some(({ name }) => name === target)) throw new Error(`no resource ${target ?? ""}`);
  return given.map((resource) => (resource.name === target ? changed(resource, path, value) : resource));
}

/** The resources with several properties changed. */
export function changedAll(given: readonly PlannedResource[], ...all: readonly Change[]): PlannedResource[] {
  return all.reduce<PlannedResource[]>(changedIn, [...given]);
}

/** The resource as if nobody had named a provider. */
export function withoutProvider(resource: PlannedResource): PlannedResource {
  const copy: { -readonly [Key in keyof PlannedResource]: PlannedResource[Key] } = { ...resource };
  delete copy.provider;
  return copy;
}

/** A guard, and further values with which the rule holds. */
export interface Property extends Guard {
  readonly good?: readonly PlannedValue[];
}

/**
 * The five kinds of cases for resources that hold, one by one for the properties that the rule guards: as it should be,
 * with another good value, without it, with a bad one, and with one that only the cloud knows. `more` adds to them.
 */
export function fixturesOf(
  rule: Rule,
  of: string,
  given: readonly PlannedResource[],
  properties: readonly Property[],
  more: Partial<Omit<RuleFixtures, "rule" | "of" | "guards">> = {},
): RuleFixtures {
  const where = (property: Property): string =>
    `${property.of === undefined ? "" : `${property.of}: `}${property.path}`;
  const cases = (claim: (property: Property) => readonly (readonly [string, PlannedValue | undefined])[]): Cases =>
    Object.fromEntries(
      properties.flatMap((property) =>
        claim(property).map(([words, value]) => [
          `${where(property)} ${words}`,
          changedIn(given, [property.path, value, property.of]),
        ]),
      ),
    );
  const left = (wanted: Guard["absent"]) => cases(({ absent }) => (absent === wanted ? [["left out", undefined]] : []));
  return {
    rule,
    of,
    ...(more.tier === undefined ? {} : { tier: more.tier }),
    ...(more.opaque === undefined ? {} : { opaque: more.opaque }),
    ...(more.notApplicable === undefined ? {} : { notApplicable: more.notApplicable }),
    guards: properties,
    holds: {
      "as it should be": given,
      ...left("holds"),
      ...cases(({ good = [] }) => good.map((value) => [`is ${JSON.stringify(value)}`, value])),
      ...more.holds,
    },
    violated: {
      ...left("violated"),
      ...cases(({ bad }) => bad.map((value) => [`is ${JSON.stringify(value)}`, value])),
      ...more.violated,
    },
    undecided: {
      ...cases(({ hidden = "undecided" }) =>
        hidden === "undecided" ? [["is the cloud's to say", unknownMarker]] : [],
      ),
      ...more.undecided,
    },
  };
}
