import { z } from "zod";
import { chooseFrom, didYouMean } from "./did-you-mean.ts";
import { coreOf, exampleOf, fieldsOf, literalsOf, tagsOf } from "./schema-walk.ts";
import { plainKey, quoted, type Path } from "./tree.ts";

type Schema = z.core.$ZodType;

/** What the words are about. */
export interface Context {
  readonly path: Path;
  readonly value: unknown;
  readonly isThere: boolean;
  /** The value may be a secret: no word may be made from it. */
  readonly isHidden: boolean;
  /** The scalar as it is written. */
  readonly source: string;
  /** Schema of the value; unknown below a union without a chosen branch and for unknown keys. */
  readonly schema: Schema | undefined;
  readonly parent: Schema | undefined;
  readonly parentValue: unknown;
  /** It stands in another file than the environment's own. */
  readonly isInherited: boolean;
}

/** What has to hold and what to write instead. */
export interface Words {
  readonly rule: string;
  readonly wayOut: string;
}

/** Plain words for one of zod's issues. */
export function wordsFor(issue: z.core.$ZodIssue, context: Context): Words {
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKey(context);
    case "invalid_key":
      return unusableKey(issue, context);
    case "invalid_type":
    case "invalid_value":
    case "invalid_union":
      if (!context.isThere) return missing(context);
      return wrongKind(context) ?? own(issue) ?? noneOfThem(context) ?? noForm(context);
    case "too_small":
    case "too_big":
      return outOfRange(issue, context);
    case "invalid_format":
      return { rule: formatRule(issue), wayOut: formatWayOut(context) };
    case "not_multiple_of":
      return { rule: `must be a multiple of ${issue.divisor}`, wayOut: "round it" };
    case "custom":
      if (typeof issue.params?.["wayOut"] === "string") return { rule: issue.message, wayOut: issue.params["wayOut"] };
      return { rule: issue.message, wayOut: context.schema === undefined ? "change it" : write(context.schema) };
    case "invalid_element":
      return { rule: issue.message, wayOut: context.schema === undefined ? "change it" : write(context.schema) };
    default:
      return issue satisfies never;
  }
}

function missing({ path, schema, parent }: Context): Words {
  const key = String(path.at(-1) ?? "");
  const tags = parent === undefined ? undefined : tagsAt(parent, key);
  const wanted = tags !== undefined ? `: ${oneOf(tags)}` : schema === undefined ? "" : `: ${wantOf(schema)}`;
  return { rule: "is required", wayOut: `add \`${key}\`${wanted}` };
}

function unknownKey({ path, parent, parentValue, isInherited }: Context): Words {
  const key = String(path.at(-1) ?? "");
  const fields = parent === undefined ? [] : (fieldsOf(parent, parentValue) ?? []);
  const removal =
    isInherited && plainKey.test(key) ? `; or remove what is inherited with \`${key.slice(0, 60)}: null\`` : "";
  return { rule: "is not a field here", wayOut: `${chooseFrom(key, fields, "fields")}${removal}` };
}

function unusableKey(issue: z.core.$ZodIssueInvalidKey, { path, parent }: Context): Words {
  const key = String(path.at(-1) ?? "");
  const [first] = issue.issues;
  const rule = first === undefined ? "is not a usable name" : formatRule(first);
  const core = parent === undefined ? undefined : coreOf(parent);
  const fits = (name: string): boolean =>
    core instanceof z.ZodRecord && z.safeParse(core.keyType, name).success && name !== key;
  const better = [toDashes(key), toDashes(key).replaceAll("-", "_").toUpperCase()].find(fits);
  return { rule: `its name ${rule}`, wayOut: better === undefined ? "rename it" : `rename it, say to ${better}` };
}

/** The value is of another type than what is wanted. */
function wrongKind({ path, schema, parent, value, source, isHidden }: Context): Words | undefined {
  if (schema === undefined) return undefined;
  const [is, wanted] = [kindOf(value), kindWanted(schema)];
  if (is === wanted) return undefined;
  if (wanted === "a whole number" && is === "a number")
    return { rule: `must be a whole number`, wayOut: write(schema) };
  if (wanted === "a number" && is === "a whole number") return undefined;
  const tags = parent === undefined ? undefined : tagsAt(parent, String(path.at(-1)));
  const allowed = tags ?? literalsOf(schema);
  const literals = wanted === "text" ? allowed?.map((text) => JSON.stringify(text)) : allowed;
  const must = literals === undefined ? wanted : oneOf(literals);
  const rule = `is ${is}, must be ${must}`;
  if (wanted === "text" && typeof value !== "object" && (literals?.includes(JSON.stringify(source)) ?? true))
    return { rule, wayOut: isHidden ? "put it in quotes" : `put it in quotes: ${quoted(source.slice(0, 60))}` };
  if (wanted.endsWith("number") && typeof value === "string" && z.safeParse(schema, Number(value)).success)
    return { rule, wayOut: "write it without quotes" };
  return { rule, wayOut: write(schema) };
}

/** A choice may say itself what there is, where a word that is near would be another thing. */
function own({ message }: z.core.$ZodIssue): Words | undefined {
  return message.startsWith("must ") ? { rule: message, wayOut: "write one of them" } : undefined;
}

function noneOfThem({ path, parent, schema, value, isHidden }: Context): Words | undefined {
  const tags = parent === undefined ? undefined : tagsAt(parent, String(path.at(-1)));
  const literals = tags ?? (schema === undefined ? undefined : literalsOf(schema));
  if (literals === undefined) return undefined;
  const rule = `must be ${oneOf(literals)}`;
  if (literals.length === 1) return { rule, wayOut: `write ${oneOf(literals)}` };
  // Numbers that look alike aren't near.
  const near = isHidden || typeof value === "number" ? undefined : didYouMean(String(value), literals);
  return { rule, wayOut: near === undefined ? "write one of them" : `did you mean ${near}?` };
}

function noForm({ schema }: Context): Words {
  return { rule: "fits none of the allowed forms", wayOut: schema === undefined ? "change it" : write(schema) };
}

function outOfRange(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, { schema }: Context): Words {
  const bound = issue.code === "too_big" ? issue.maximum : issue.minimum;
  const side = issue.code === "too_big" ? "at most" : "at least";
  const wayOut = schema === undefined ? "change it" : write(schema);
  if (issue.origin === "array") return { rule: `must have ${side} ${bound} ${bound === 1 ? "item" : "items"}`, wayOut };
  if (issue.origin === "string")
    return { rule: `must have ${side} ${bound} ${bound === 1 ? "character" : "characters"}`, wayOut };
  const closed = issue.inclusive === false ? (issue.code === "too_big" ? "below" : "above") : side;
  return { rule: `must be ${closed} ${bound}`, wayOut };
}

function formatRule(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith("must ")) return issue.message;
  if (issue.code !== "invalid_format") return "is not usable";
  if ("prefix" in issue && typeof issue.prefix === "string") return `must begin with ${issue.prefix}`;
  if (issue.format === "date") return "must be a day of the calendar such as 2026-01-31";
  return `must be of the format ${issue.format}`;
}

function formatWayOut({ schema, value, isHidden }: Context): string {
  if (schema === undefined) return "change it";
  const better = typeof value === "string" && !isHidden ? toDashes(value) : "";
  if (better !== "" && z.safeParse(schema, better).success) return `write ${better}`;
  return write(schema);
}

function toDashes(text: string): string {
  return text
    .slice(0, 80)
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
}

function write(schema: Schema): string {
  return `write ${wantOf(schema)}`;
}

/** What is wanted, in words: `a whole number from 0 to 5`. */
function wantOf(schema: Schema): string {
  const core = coreOf(schema);
  const literals = literalsOf(core);
  if (literals !== undefined) return oneOf(literals);
  if (core instanceof z.ZodNumber) {
    const { minValue, maxValue } = core;
    const whole = kindWanted(core);
    return minValue !== null && maxValue !== null && Number.isFinite(minValue) && Number.isFinite(maxValue)
      ? `${whole} from ${minValue} to ${maxValue}`
      : whole;
  }
  if (core instanceof z.ZodBoolean) return "true or false";
  if (core instanceof z.ZodDiscriminatedUnion) return `a map whose ${core.def.discriminator} is ${oneOf(tagsOf(core))}`;
  if (core instanceof z.ZodArray) return `a list of ${wantOf(core.element)}`;
  if (core instanceof z.ZodObject) {
    const fields = Object.keys(core.shape).join(", ");
    return fields === "secret" ? "{ secret: <name> }" : `a map with ${fields}`;
  }
  const example = exampleOf(schema);
  const kind = kindWanted(core);
  return example === undefined ? kind : `${kind} such as ${example}`;
}

function oneOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts.join("") : `one of ${texts.join(", ")}`;
}

/** The values that choose a branch, when the key is what a union is told apart by. */
function tagsAt(parent: Schema, key: string): string[] | undefined {
  const union = coreOf(parent);
  return union instanceof z.ZodDiscriminatedUnion && union.def.discriminator === key ? tagsOf(union) : undefined;
}

function kindWanted(schema: Schema): string {
  const core = coreOf(schema);
  if (core instanceof z.ZodNumber) return core.format?.includes("int") === true ? "a whole number" : "a number";
  if (core instanceof z.ZodLiteral && [...core.values].every(Number.isInteger)) return "a whole number";
  if (core instanceof z.ZodBoolean) return "true or false";
  if (core instanceof z.ZodArray) return "a list";
  if (core instanceof z.ZodObject || core instanceof z.ZodRecord || core instanceof z.ZodDiscriminatedUnion)
    return "a map";
  return "text";
}

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isInteger(value) ? "a whole number" : "a number";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "object" ? "a map" : "text";
}
