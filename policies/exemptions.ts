import type { Exemption } from "../environments/schema/policy.ts";
import { rules } from "./rules.ts";

/** Longest time that an exemption may lie ahead, in days. */
export const longestExemptionDays = 90;

/** An exemption as it stands on the day of judgement. */
export interface ExemptionState {
  readonly exemption: Exemption;
  /** Place in the environment's list, from 0. */
  readonly index: number;
  /** Why it doesn't hold. Empty for one that does. */
  readonly problems: readonly string[];
}

/** Which exemptions hold today. One that is expired, too long, malformed or not allowed doesn't, and says why. */
export function decideExemptions(exemptions: readonly Exemption[], today: string): ExemptionState[] {
  return exemptions.map((exemption, index) => ({ exemption, index, problems: problemsOf(exemption, today) }));
}

function problemsOf(exemption: Exemption, today: string): string[] {
  const problems: string[] = [];
  const rule = rules.find(({ id }) => id === exemption.rule);
  if (rule === undefined) problems.push(`there is no rule ${exemption.rule}`);
  else if (!rule.exemptible) problems.push(`${rule.id} ${rule.name} allows no exemption`);
  if (exemption.reason.trim().length < 20) problems.push("its reason has fewer than 20 characters");
  for (const field of ["owner", "ticket", "approvedBy"] as const) {
    if (exemption[field].trim() === "") problems.push(`it has no ${field}`);
  }
  if (!namesSomething(exemption.resource))
    problems.push(
      `the pattern ${exemption.resource} names no resource; write type/name with at least 3 letters of the name`,
    );
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

// `*` alone, or all of a type, would excuse what nobody has looked at.
function namesSomething(pattern: string): boolean {
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  return pattern.includes("/") && name.replace(/[^A-Za-z0-9]/g, "").length >= 3;
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
