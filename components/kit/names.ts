import { createHash } from "node:crypto";

/**
 * A name cut to a service's limit. What is cut off is replaced by six hexadecimal digits of the whole, so that two long
 * names stay different and the same name stays the same. Never ends in a dash before the digits.
 */
export function boundedName(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${name.slice(0, limit - digits.length - 1).replace(/-+$/, "")}-${digits}`;
}

/**
 * Characters that Pulumi puts after a logical name to make a physical one: a dash and seven hexadecimal digits, or eight of
 * them.
 */
export const autoNameSuffix = 8;

/**
 * Logical name of a child that Pulumi names physically. Throws where the physical name would be too long, which each
 * cloud's check reports to the user before it can happen.
 */
export function autoNamed(childName: string, limit: number): string {
  if (childName.length + autoNameSuffix > limit)
    throw new Error(`${childName} has ${childName.length} characters; at most ${limit - autoNameSuffix} can be named`);
  return childName;
}

/** Hexadecimal digits of a content's hash, for names that must change with it. */
export function contentHash(content: unknown, digits = 10): string {
  return createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, digits);
}

/** JSON whose text depends on the content alone: keys sorted, no spaces. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
