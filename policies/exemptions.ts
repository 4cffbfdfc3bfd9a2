import type { Exemption, ExemptLayer } from "../environments/schema/policy.ts";
import type { Plan } from "../plan/planned-resource.ts";
import { rules } from "./rules.ts";

/** Longest time that an exemption may lie ahead, in days. */
const longestExemptionDays = 90;

/** How many resources one exemption may match: who excuses more wants another rule. */
const mostExemptResources = 10;

/** What exemptions are weighed by. */
export interface ExemptionContext {
  /** Day of judgement as YYYY-MM-DD. */
  readonly today: string;
  /** The plan whose resources they name. */
  readonly plan: Pick<Plan, "environment" | "resources">;
  /** Layers that the plan holds. Default: those of the platform. */
  readonly layers?: readonly ExemptLayer[] | undefined;
}

/** What a plan holds that isn't one of a single layer. */
const platformLayers = ["cloud", "cluster"] as const satisfies readonly ExemptLayer[];

/** An exemption as it stands on the day of judgement. */
export interface ExemptionState {
  readonly exemption: Exemption;
  /** Place in the environment's list, from 0. */
  readonly index: number;
  /** Why it doesn't hold. Empty for one that does. */
  readonly problems: readonly string[];
  /** Whether the plan holds all that it may excuse: only then is one that nothing needs a mistake. */
  readonly seesAll: boolean;
}

/**
 * Which exemptions hold today, of those for the layers of the plan. One that is expired, too long, too wide, malformed or not
 * allowed doesn't, and says why.
 */
export function decideExemptions(exemptions: readonly Exemption[], context: ExemptionContext): ExemptionState[] {
  const planned: readonly ExemptLayer[] = context.layers ?? platformLayers;
  return exemptions.flatMap((exemption, index) => {
    const wanted = exemption.layer === undefined ? platformLayers : [exemption.layer];
    if (!wanted.some((layer) => planned.includes(layer))) return [];
    const seesAll = wanted.every((layer) => planned.includes(layer));
    return [{ exemption, index, problems: problemsOf(exemption, context), seesAll }];
  });
}

function problemsOf(exemption: Exemption, { today, plan }: ExemptionContext): string[] {
  const problems: string[] = [];
  const rule = rules.find(({ id }) => id === exemption.rule);
  if (rule === undefined) problems.push(`there is no rule ${exemption.rule}`);
  else if (rule.exemptible === false) problems.push(`${rule.id} ${rule.name} allows no exemption`);
  else if (rule.exemptible === "bootstrap" && exemption.layer !== "bootstrap")
    problems.push(`${rule.id} ${rule.name} allows one in the layer bootstrap only`);
  if (exemption.reason.trim().length < 20) problems.push("its reason has fewer than 20 characters");
  for (const field of ["owner", "ticket", "approvedBy"] as const) {
    if (exemption[field].trim() === "") problems.push(`it has no ${field}`);
  }
  problems.push(...patternProblems(exemption.resource, plan));
  return [...problems, ...expiryProblems(exemption.expires, today)];
}

function expiryProblems(expires: string, today: string): string[] {
  const [last, now] = [dayNumber(expires), dayNumber(today)];
  if (now === undefined) return [`today (${today}) is not a day`];
  // A date that can't be read counts as expired.
  if (last === undefined) return [`its last day ${expires} is not a day`];
  if (last < now) return [`it expired on ${expires}`];
  return last - now > longestExemptionDays
    ? [`its last day ${expires} is ${last - now} days ahead, more than ${longestExemptionDays}`]
    : [];
}

/** Days since 1970-01-01 of a day written YYYY-MM-DD, or undefined where there is no such day. */
export function dayNumber(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time / 86_400_000;
}

// `*` alone, all of a type, or a part that every name has would excuse what nobody has looked at.
function patternProblems(pattern: string, { environment, resources }: ExemptionContext["plan"]): string[] {
  // A type may hold `/` before its last colon; a name may hold anything.
  const [, name] = /^[^:*]+:[^:*]+:[^:*/]+\/(.+)$/.exec(pattern) ?? [];
  if (name === undefined)
    return [`the pattern ${pattern} names no resource; write type/name with a whole type, without * in it`];
  if (name.includes("*") && !name.split("*").some((part) => lettersBeyond(environment, part) >= 3))
    return [
      `the pattern ${pattern} names no resource; write at least 3 letters of the name besides ${environment}, with which every name begins`,
    ];
  const count = resources.filter((resource) => matchesPattern(pattern, `${resource.type}/${resource.name}`)).length;
  return count > mostExemptResources
    ? [`the pattern ${pattern} matches ${count} resources, more than ${mostExemptResources}; name them`]
    : [];
}

/** How many letters and digits a part of a pattern has that the environment's name doesn't give it. */
function lettersBeyond(environment: string, part: string): number {
  const prefix = `${environment}-`;
  if (prefix.includes(part)) return 0;
  // The longest beginning that the prefix may end with: of `xempt-order` for `evil-exempt-` that is `xempt-`.
  const lengths = Array.from({ length: part.length }, (_, index) => part.length - index);
  const overlap = lengths.find((length) => prefix.endsWith(part.slice(0, length))) ?? 0;
  return part.slice(overlap).replace(/[^A-Za-z0-9]/g, "").length;
}

/** Whether a pattern matches `type/name`; `*` stands for any run of characters, nothing else is special. */
export function matchesPattern(pattern: string, typeAndName: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...others] = parts;
  if (others.length === 0) return pattern === typeAndName;
  const last = others.pop() ?? "";
  if (!typeAndName.startsWith(first) || !typeAndName.endsWith(last)) return false;
  // Leftmost matches are enough, and unlike a regular expression this can't be made to take for ever.
  let from = first.length;
  for (const part of others) {
    const found = typeAndName.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= typeAndName.length - last.length;
}
