import { readdirSync } from "node:fs";
import { basename } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  isObject,
  secretMarker,
  unknownMarker,
  type PlannedResource,
  type PlannedValue,
} from "../../plan/planned-resource.ts";
import { judgeRule, judgeTogether } from "../judge.ts";
import { isList } from "../read.ts";
import { isStackRule, judgesAlone, type Context, type Verdict } from "../rule.ts";
import { rules } from "../rules.ts";
import { changedIn, changedValue, parsePath, planned, type Guard, type RuleFixtures } from "./fixture.ts";
import { allFixtures } from "./fixtures.ts";

const today = "2026-11-21";

/** The gravest of what a rule says of some resources. */
function verdictOn(
  { rule, tier = "production", opaque = [] }: RuleFixtures,
  resources: readonly PlannedResource[],
): Verdict {
  const context: Context = { tier, today, opaque };
  const verdicts = judgeRule(rule, resources, context).map(({ verdict }) => verdict);
  const gravest = (["violated", "undecided", "holds"] as const).find((verdict) => verdicts.includes(verdict));
  return gravest ?? "not applicable";
}

const titled = (fixtures: RuleFixtures): string =>
  `${fixtures.rule.id} ${fixtures.rule.name}${fixtures.of === undefined ? "" : ` of ${fixtures.of}`}`;

describe.each(allFixtures.map((fixtures) => [titled(fixtures), fixtures] as const))("%s", (_name, fixtures) => {
  const { holds, violated, undecided, notApplicable = {} } = fixtures;
  test.each(Object.entries(holds))("holds: %s", (_claim, given) => {
    expect(verdictOn(fixtures, given)).toBe("holds");
  });
  test.each(Object.entries(violated))("is violated: %s", (_claim, given) => {
    expect(verdictOn(fixtures, given)).toBe("violated");
  });
  test.each(Object.entries(undecided))("is undecided: %s", (_claim, given) => {
    expect(verdictOn(fixtures, given)).toBe("undecided");
  });
  test.each(Object.entries(notApplicable))("doesn't apply: %s", (_claim, given) => {
    expect(verdictOn(fixtures, given)).toBe("not applicable");
  });
  test("has enough fixtures: two that hold, two violations, one undecided where anything can be", () => {
    expect(Object.keys(holds).length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(violated).length).toBeGreaterThanOrEqual(2);
  });
});

test("every rule has fixtures, a file of its own name, and an id of its own", () => {
  const folder = new URL(".", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    // What a rule says of one cloud may lie beside it, in `<what-is-true>.<cloud>.ts`.
    .filter((file) => /\/[^.]+\.ts$/.test(file))
    .map((file) => basename(file, ".ts"))
    .sort();
  expect(rules.map(({ name }) => name).sort()).toEqual(files);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(new Set(allFixtures.map(({ rule }) => rule.id))).toEqual(new Set(rules.map(({ id }) => id)));
});

/** The rules that no environment may be excused from: losing one of them silently would be the worst regression. */
test("the critical rules allow no exemption", () => {
  const critical = [
    "PK-DUR-001",
    "PK-DUR-003",
    "PK-DUR-008",
    "PK-ENC-002",
    "PK-ENC-009",
    "PK-GOV-001",
    "PK-IAM-001",
    "PK-IAM-008",
    "PK-IAM-012",
    "PK-NET-001",
    "PK-NET-006",
    "PK-NET-007",
    "PK-WKL-001",
    "PK-WKL-002",
    "PK-WKL-003",
    "PK-WKL-007",
  ];
  expect(rules.filter(({ exemptible }) => exemptible !== true).map(({ id }) => id)).toEqual(critical);
  // The account's own layer, which a person brings up, is the one place where somebody has to be able to grant.
  expect(rules.filter(({ exemptible }) => exemptible === "bootstrap").map(({ id }) => id)).toEqual(["PK-IAM-001"]);
});

interface Mutant {
  readonly what: string;
  readonly given: readonly PlannedResource[];
  readonly wanted: readonly Verdict[];
}

/** A wrong form of a value: text for what isn't text, a map for what is. */
function misshapen(value: PlannedValue | undefined): PlannedValue {
  return typeof value === "string" ? { seven: 7 } : "seven";
}

function valueAt(
  value: PlannedValue | undefined,
  [key, ...rest]: readonly (string | number)[],
): PlannedValue | undefined {
  if (key === undefined) return value;
  if (isObject(value)) return valueAt(value[key], rest);
  return isList(value) && typeof key === "number" ? valueAt(value[key], rest) : undefined;
}

function mutantsOf(fixtures: RuleFixtures): Mutant[] {
  const [given = []] = Object.values(fixtures.holds);
  return fixtures.guards.flatMap((guard: Guard): Mutant[] => {
    const { path, absent, bad, hidden = "undecided" } = guard;
    const of = guard.of ?? given[0]?.name ?? "";
    const current = valueAt(given.find(({ name }) => name === of)?.inputs, parsePath(path));
    const mutant = (what: string, value: PlannedValue | undefined, ...wanted: Verdict[]): Mutant => ({
      what: `${titled(fixtures)} ${of} ${path} ${what}`,
      given: changedIn(given, [path, value, of]),
      wanted,
    });
    return [
      ...(absent === "violated" ? [mutant("deleted", undefined, "violated")] : []),
      ...bad.map((value) => mutant(`= ${JSON.stringify(value)}`, value, "violated")),
      ...(hidden === "holds" ? [] : [mutant("unknown", unknownMarker, hidden), mutant("secret", secretMarker, hidden)]),
      mutant("misshapen", misshapen(current), "violated", "undecided"),
    ];
  });
}

describe("mutation", () => {
  const mutants = allFixtures.flatMap((fixtures) => mutantsOf(fixtures).map((mutant) => ({ fixtures, ...mutant })));
  const survivors = mutants.filter(({ fixtures, given, wanted }) => !wanted.includes(verdictOn(fixtures, given)));
  const score = 1 - survivors.length / mutants.length;

  afterAll(() => {
    process.stdout.write(
      `${survivors.map(({ what }) => `survives: ${what}\n`).join("")}mutation score ${score.toFixed(3)}: ${mutants.length - survivors.length} of ${mutants.length} mutants of ${rules.length} rules are noticed\n`,
    );
  });

  test("notices at least 99 % of the mutants", () => {
    expect(survivors.length > 0.01 * mutants.length ? survivors.map(({ what }) => what) : []).toEqual([]);
  });

  test("has at least one mutant of each set of fixtures of a rule that reads inputs", () => {
    const without = allFixtures.filter(({ guards }) => guards.length === 0).map(({ rule }) => rule.id);
    // It reads options of the resource, which its cases change one by one.
    expect([...new Set(without)]).toEqual(["PK-DUR-004"]);
  });

  test("leaves properties alone that no guard names", () => {
    for (const fixtures of allFixtures) {
      const [given = []] = Object.values(fixtures.holds);
      const annotated = given.map((resource) => ({
        ...resource,
        inputs: { ...resource.inputs, unrelated: "something else" },
      }));
      expect([titled(fixtures), verdictOn(fixtures, annotated)]).toEqual([titled(fixtures), "holds"]);
    }
  });
});

const anyValue = fc.letrec<{ value: PlannedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string(),
    fc.constantFrom("${urn:pulumi:a::b::gcp:kms/cryptoKey:CryptoKey::c#id}", "0.0.0.0/0", "*", "default", "latest"),
    fc.constant(secretMarker),
    fc.constant(unknownMarker),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("spec", "metadata", "name", "__proto__", "constructor", "template", "a.b"),
      tie("value"),
    ),
  ),
})).value;

const verdicts: readonly Verdict[] = ["holds", "violated", "undecided", "not applicable"];

describe("fuzz", () => {
  // A change somewhere in resources that hold gets deeper into rules than noise.
  const places = allFixtures.flatMap((fixtures) => {
    const [given = []] = Object.values(fixtures.holds);
    return given.flatMap((resource) =>
      pathsOf(resource.inputs).map((path) => ({ fixtures, given, resource: resource.name, path })),
    );
  });

  test("every rule answers with a verdict, and never throws, whatever is changed where", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), anyValue, ({ fixtures, given, resource, path }, value) => {
        const changed = given.map((each) => {
          const inputs = each.name === resource ? changedValue(each.inputs, path, value) : each.inputs;
          return isObject(inputs) ? { ...each, inputs } : each;
        });
        expectVerdicts(fixtures.rule, changed);
      }),
      { numRuns: 3000, seed: 20261121 },
    );
  });

  test("every rule answers on resources that make no sense", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.dictionary(fc.string(), anyValue), (rule, inputs) => {
        const types = rule.appliesTo.filter((type) => !type.includes("*"));
        for (const type of types.length === 0 ? ["kubernetes:core/v1:Service"] : types)
          expectVerdicts(rule, [planned(type, { ...inputs })]);
      }),
      { numRuns: 2000, seed: 20261121 },
    );
  });

  test("says the same whatever order resources come in", () => {
    const everything = allFixtures.flatMap(({ holds }) => Object.values(holds)[0] ?? []);
    const context: Context = { tier: "production", today, opaque: [] };
    const say = (resources: readonly PlannedResource[]): string[] =>
      rules
        .filter(isStackRule)
        .flatMap((rule) => judgeTogether(rule, resources, context).map((each) => `${rule.id} ${JSON.stringify(each)}`))
        .sort();
    const named = everything.map((resource, index) => ({ ...resource, urn: `${resource.urn}-${index}` }));
    expect(say([...named].reverse())).toEqual(say(named));
  });
});

/** Called without the guard that turns a throw into a violation: a throw fails the test. */
function expectVerdicts(rule: (typeof rules)[number], resources: readonly PlannedResource[]): void {
  const context: Context = { tier: "production", today, opaque: [] };
  const judgements = [
    ...resources.flatMap((resource) => (judgesAlone(rule, resource.type) ? [rule.judge(resource, context)] : [])),
    ...(isStackRule(rule) ? rule.judgeAll(resources, context) : []),
  ];
  for (const { verdict, message, because } of judgements) {
    expect(verdicts).toContain(verdict);
    expect(typeof message).toBe("string");
    expect(because === undefined).toBe(verdict !== "undecided");
  }
}

function pathsOf(value: PlannedValue, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: (readonly [string | number, PlannedValue])[] = Array.isArray(value)
    ? value.map((item: PlannedValue, index) => [index, item] as const)
    : Object.entries(value);
  return [...(path.length === 0 ? [] : [path]), ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}
