import { EnvironmentError } from "../components/kit/errors.ts";
import { chooseFrom } from "./did-you-mean.ts";
import type { LeafOrigin, Origins } from "./origins.ts";
import { showValue } from "./show-value.ts";
import { parsePath, renderPath, type Overridden, type Path, type Place } from "./tree.ts";

/** One value of an environment and why it is what it is. */
export interface Explanation {
  /** As `stores.orders.replicas`. */
  readonly path: string;
  /** As text; a secret is shown as its reference. `(not set)` for an optional field that nobody set. */
  readonly value: string;
  readonly origin: Place | "default";
  /** Values that it replaced, oldest first. */
  readonly overridden: readonly Overridden[];
  readonly description?: string;
}

/**
 * Explains the value at a path, or every value below it when it is a map or list; the empty path means all. Takes paths
 * as messages write them and with dots alone. Throws EnvironmentError, with what is there, for a path that isn't.
 */
export function explainValue({ origins }: { readonly origins: Origins }, path: string): readonly Explanation[] {
  const wanted = parsePath(path).join(".");
  const found = Object.entries(origins).filter(([, { path: leaf }]) => isAtOrBelow(leaf.join("."), wanted));
  if (found.length === 0) throw new EnvironmentError([unknownPath(Object.values(origins), path, wanted)]);
  return found.map(([rendered, { value, origin, overridden, description }]) => ({
    path: rendered,
    value,
    origin,
    overridden,
    ...(description === undefined ? {} : { description }),
  }));
}

function isAtOrBelow(leaf: string, path: string): boolean {
  return path === "" || leaf === path || leaf.startsWith(`${path}.`);
}

function unknownPath(leaves: readonly LeafOrigin[], path: string, wanted: string) {
  const prefix = longestPrefix(leaves, wanted.split("."));
  const below = leaves
    .map((leaf) => leaf.path)
    .filter((leaf) => leaf.length > prefix.length && prefix.every((part, index) => leaf[index] === part))
    .map((leaf) => String(leaf[prefix.length]));
  const single = leaves.find((leaf) => leaf.path.length > prefix.length && isAtOrBelow(wanted, leaf.path.join(".")));
  const rest = wanted.slice(prefix.join(".").length).replace(/^\./, "");
  const place = prefix.length === 0 ? "fields" : `fields below ${prefix.join(".")}`;
  return {
    path: "",
    value: showValue(path, [], 120),
    rule: "is not in this environment",
    wayOut:
      single !== undefined
        ? `${renderPath(single.path)} is a single value; ask for that`
        : chooseFrom(rest.split(".")[0] ?? "", [...new Set(below)].sort(), place),
  };
}

/** The longest way that begins as the wanted path does. */
function longestPrefix(leaves: readonly LeafOrigin[], wanted: readonly string[]): Path {
  let longest: Path = [];
  for (const { path } of leaves) {
    for (let length = path.length - 1; length > longest.length; length -= 1) {
      const prefix = path.slice(0, length);
      if (isAtOrBelow(wanted.join("."), prefix.join("."))) longest = prefix;
    }
  }
  return longest;
}
