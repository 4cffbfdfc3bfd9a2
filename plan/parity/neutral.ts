import { clusterFacts, type AnyEnvironment } from "../../components/clouds/table.ts";
import { decideAddresses } from "../../components/kit/network/addresses.ts";
import { placeholdersIn, type Plan, type PlannedObject, type PlannedValue } from "../planned-resource.ts";

/** What stands for a value that only a cloud can give, whichever it is. */
const computedMark = "<computed>";

const placeholders = /\$\{urn:pulumi:[^}]+\}/g;
// Whom a cloud has sign its servers' certificates is its own affair, and so is how many they are.
const authorities = /(?:(?:-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----|<computed>)\n)+/g;
// Names that change with a content: both sides have their own content, e.g. the environment's name in a label.
const hashes = /-[0-9a-f]{10}(?=$|[^0-9a-z])/g;

/** Says a text of one environment's plan in words that a plan of another environment would use too. */
export type Neutral = (text: string) => string;

/**
 * How the texts of an environment are made neutral: its name, its address blocks and its storage class become what they
 * stand for, and what its cloud gives counts as computed, also where it is known beforehand.
 */
export function neutralOf(environment: AnyEnvironment, { outputs }: Pick<Plan, "outputs">): Neutral {
  const { storageClass } = clusterFacts(environment);
  const words = [
    ...blocksOf(environment.network.cidr),
    ...givenTexts(outputs["platform"] ?? null).map((text) => [text, computedMark] as const),
    [storageClass, "<storage class>"] as const,
    [environment.edge?.domain ?? "", "<domain>"] as const,
    [environment.name, "<environment>"] as const,
  ].filter(([word]) => word !== "");
  // The longest first: one word may begin another.
  words.sort(([a], [b]) => b.length - a.length);
  return (text) => {
    const known = words.reduce((said, [word, meaning]) => said.replaceAll(word, meaning), text);
    return known.replace(hashes, "-<hash>");
  };
}

function blocksOf(cidr: string): (readonly [string, string])[] {
  return Object.entries(decideAddresses(cidr)).flatMap(([role, block]: [string, string | string[]]) =>
    [block].flat().map((text, index) => [text, Array.isArray(block) ? `<${role} ${index}>` : `<${role}>`] as const),
  );
}

// Addresses, hosts and identifiers: long enough to be nothing else. Texts with placeholders are known as such.
function givenTexts(value: PlannedValue): string[] {
  if (typeof value === "string")
    return value.length >= 8 && /[./:]/.test(value) && placeholdersIn(value).length === 0 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner: PlannedValue) => givenTexts(inner));
}

/** One value somewhere in a tree, with its path as `spec.storage.size`. */
export interface Leaf {
  readonly path: string;
  readonly value: string;
}

/**
 * The leaves of a value, sorted by path. Lists are walked by index, or by their items' names where each has one of its own;
 * empty maps and lists are leaves.
 */
export function leavesOf(value: PlannedValue, neutral: Neutral, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value: leafText(value, neutral) }];
  const inner = isNamedList(value) ? value.map((item) => [item.name, item] as const) : Object.entries(value);
  if (inner.length === 0) return [{ path, value: Array.isArray(value) ? "[]" : "{}" }];
  return inner
    .flatMap(([key, child]) => leavesOf(child, neutral, path === "" ? key : `${path}.${key}`))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isNamedList(value: object): value is readonly (PlannedObject & { readonly name: string })[] {
  if (!Array.isArray(value)) return false;
  const names = value.map((item: unknown) =>
    typeof item === "object" && item !== null && "name" in item && typeof item.name === "string" ? item.name : "",
  );
  return names.every((name) => name !== "") && new Set(names).size === names.length;
}

function leafText(value: null | boolean | number | string, neutral: Neutral): string {
  // Placeholders first: they hold the environment's name, and stand for the same whatever it is.
  if (typeof value !== "string") return String(value);
  return neutral(value.replace(placeholders, computedMark).replace(authorities, computedMark));
}
