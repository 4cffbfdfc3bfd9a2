import { z } from "zod";
import type { PlannedValue } from "../../plan/planned-resource.ts";
import { at, hiddenBecause, isList, itemsOf, undecidedAt, violated, type Finding, type Place } from "../read.ts";

const jsonSchema = z.json();

/**
 * The statements of an IAM policy, written as JSON. Text in which only single values are the cloud's to say can be read;
 * text that is the cloud's as a whole can't. An absent document has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function statementsOf(document: Place): {
  readonly statements: readonly Place[];
  readonly findings: readonly Finding[];
} {
  if (document.misplaced === true || document.value === undefined || document.value === null)
    return { statements: [], findings: [] };
  const { json: parsed, findings: unread } = jsonAt(document);
  if (parsed === undefined) return { statements: [], findings: unread };
  const place = at(parsed, "Statement");
  const { items, findings } = itemsOf(isList(place.value) ? place : { ...place, value: [place.value ?? null] });
  return { statements: items, findings };
}

/** What a text that is JSON says, or why nobody can read it. Both are empty where there is no text. */
export function jsonAt(text: Place): { readonly json?: Place; readonly findings: readonly Finding[] } {
  if (text.misplaced === true || text.value === undefined || text.value === null) return { findings: [] };
  const value = parsedJson(text.value);
  if (value !== undefined) return { json: { path: text.path, value }, findings: [] };
  const hidden = hiddenBecause(text.value) !== undefined;
  return { findings: [hidden ? undecidedAt(text) : violated(`${text.path} is not JSON`)] };
}

function parsedJson(value: PlannedValue): PlannedValue | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const parsed = jsonSchema.safeParse(JSON.parse(value));
    return parsed.success && typeof parsed.data === "object" && parsed.data !== null ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** One text or a list of them, as policies write actions and resources; undefined for anything else. */
export function textsAt({ value }: Place): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  if (!isList(value)) return undefined;
  const texts = value.filter((item) => typeof item === "string");
  return texts.length === value.length ? texts : undefined;
}
