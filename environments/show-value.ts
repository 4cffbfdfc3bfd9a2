import { printable } from "../components/kit/errors.ts";
import { secretLook } from "./high-entropy.ts";
import { quoted, type Path } from "./tree.ts";

const secretKey =
  /passw(?:or)?d|passphrase|secret|token|credential|api_?-?key|private_?-?key|^pgpass|(?:^|_)(?:pass|pwd|auth)$/i;
const nameOfSecret = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])$/;

/** A value as text for a message: text in quotes, cut to `length` characters, hidden when it may be a secret. */
export function showValue(value: unknown, path: Path, length = 60): string {
  if (value === undefined) return "(not set)";
  const clean = withoutSecrets(value, path);
  if (clean === hidden) return hidden;
  const reference = secretReference(clean);
  if (reference !== undefined) return `{ secret: ${reference} }`;
  // Cut before it is quoted: what was pasted may be megabytes.
  const cut = typeof clean === "string" ? clean.slice(0, length + 1) : clean;
  const text = typeof cut === "string" ? quoted(cut) : printable(JSON.stringify(cut));
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

const hidden = "(hidden)";

/** Whether a value may not be shown: its key says that it is secret, or it looks like one. */
export function isHidden(value: unknown, path: Path): boolean {
  return withoutSecrets(value, path) === hidden;
}

function withoutSecrets(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutSecrets(item, [...path, index]));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, [...path, key])]));
  if (typeof value !== "string" && typeof value !== "number") return value;
  const text = value.toString();
  const key = path.findLast((part) => typeof part === "string") ?? "";
  if (key === "secret") return nameOfSecret.test(text) && secretLook(text) === undefined ? value : hidden;
  const keyIsSecret = path.includes("secrets") || secretKey.test(key);
  return keyIsSecret || secretLook(text) !== undefined ? hidden : value;
}

function secretReference(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("secret" in value)) return undefined;
  return Object.keys(value).length === 1 && typeof value.secret === "string" ? value.secret : undefined;
}
