import type { PlannedValue } from "../../plan/planned-resource.ts";

/** Keys and list indexes from the outside in. */
export type PropertyPath = readonly (string | number)[];

/** A path as text: `spec.ports[0].name`, `labels["app.kubernetes.io/name"]`. */
export function renderPath(path: PropertyPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_$*][\w$-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

const partPattern = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g;

/** Reads what `renderPath` writes; `*` stands for any one key or index. */
export function parsePath(text: string): PropertyPath {
  return [...text.matchAll(partPattern)].map(([, quoted, index, plain]) => {
    if (quoted !== undefined) return unescape(quoted);
    if (index !== undefined) return index === "*" ? "*" : Number(index);
    return plain ?? "";
  });
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

// What JSON.stringify escapes.
function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, character = "") =>
    code === undefined
      ? (escapes[String(character)] ?? String(character))
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The value at a path, or undefined. */
export function valueAt(value: PlannedValue | undefined, path: PropertyPath): PlannedValue | undefined {
  let found: PlannedValue | undefined = value;
  for (const part of path) {
    if (typeof found !== "object" || found === null) return undefined;
    const entry: [string, PlannedValue] | undefined = Object.entries(found).find(([key]) => key === String(part));
    found = entry?.[1];
  }
  return found;
}

/** The value with another one at a path; undefined takes it away. Objects on the way are made, lists are not. */
export function withValueAt(
  value: PlannedValue | undefined,
  [head, ...rest]: PropertyPath,
  inner: PlannedValue | undefined,
): PlannedValue | undefined {
  if (head === undefined) return inner;
  if (isList(value)) {
    const index = Number(head);
    const next = withValueAt(value[index], rest, inner);
    if (next === undefined) return value.filter((_, at) => at !== index);
    return index < value.length ? value.with(index, next) : [...value, next];
  }
  const entries = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const next = withValueAt(entries.get(String(head)), rest, inner);
  if (next === undefined) entries.delete(String(head));
  else entries.set(String(head), next);
  return Object.fromEntries(entries);
}

/** Whether one path leads to the other or both are equal, `*` in the pattern matching any part. */
export function pathsTouch(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.slice(0, path.length).every((part, at) => part === "*" || String(part) === String(path[at]));
}

/** Whether a value is a list. `Array.isArray` alone doesn't narrow a readonly array. */
export function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}
