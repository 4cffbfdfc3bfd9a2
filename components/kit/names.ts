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
