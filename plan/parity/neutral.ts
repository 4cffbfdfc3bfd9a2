import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { decideAddresses } from "../../components/kit/addresses.ts";
import type { PlannedValue } from "../planned-resource.ts";

/** What stands for a value that only a cloud can give, whichever it is. */
export const computedMark = "<computed>";

const placeholders = /\$\{urn:pulumi:[^}]+\}/g;
// Names that change with a content: both sides have their own content, e.g. the environment's name in a label.
const hashes = /-[0-9a-f]{10}(?=$|[^0-9a-z])/g;

/** Says a text of one environment's plan in words that a plan of another environment would use too. */
export type Neutral = (text: string) => string;

/** How the texts of an environment are made neutral: its name and its address blocks become what they stand for. */
export function neutralOf({ name, network }: Pick<AnyEnvironment, "name" | "network">): Neutral {
  const blocks = Object.entries(decideAddresses(network.cidr)).flatMap(([role, block]: [string, string | string[]]) =>
    [block].flat().map((text, index) => [text, Array.isArray(block) ? `<${role} ${index}>` : `<${role}>`] as const),
  );
  // The longest first: one block's text may begin another's.
  const words = [...blocks, [name, "<environment>"] as const].sort(([a], [b]) => b.length - a.length);
  return (text) => {
    const known = words.reduce((said, [word, meaning]) => said.replaceAll(word, meaning), text);
    return known.replace(hashes, "-<hash>");
  };
}

/** One value somewhere in a tree, with its path as `spec.storage.size`. */
export interface Leaf {
  readonly path: string;
  readonly value: string;
}

/** The leaves of a value, sorted by path. Lists are walked by index; empty maps and lists are leaves. */
export function leavesOf(value: PlannedValue, neutral: Neutral, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value: leafText(value, neutral) }];
  const inner: [string, PlannedValue][] = Object.entries(value);
  if (inner.length === 0) return [{ path, value: Array.isArray(value) ? "[]" : "{}" }];
  return inner
    .flatMap(([key, child]) => leavesOf(child, neutral, path === "" ? key : `${path}.${key}`))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function leafText(value: null | boolean | number | string, neutral: Neutral): string {
  // Placeholders first: they hold the environment's name, and stand for the same whatever it is.
  return typeof value === "string" ? neutral(value.replace(placeholders, computedMark)) : String(value);
}
