import { z } from "zod";
import { child, coreOf, descriptionOf, schemaAt } from "./schema-walk.ts";
import { showValue } from "./show-value.ts";
import { findNode, renderPath, type MapNode, type Overridden, type Path, type Place } from "./tree.ts";

/** Where one value of an environment comes from. */
export interface LeafOrigin {
  readonly path: Path;
  /** As text; a secret is shown as its reference. `(not set)` for an optional field that nobody set. */
  readonly value: string;
  /** Where it is written, or `default` for the schema's. */
  readonly origin: Place | "default";
  /** Values that it replaced, oldest first. */
  readonly overridden: readonly Overridden[];
  /** What the schema says about the field, or about the nearest one above it that it says anything about. */
  readonly description?: string;
}

/** The origin of every leaf of an environment by its rendered path, sorted. */
export type Origins = Readonly<Record<string, LeafOrigin>>;

/** Longest value that is shown; the longest that a field may hold. */
const shownLength = 4000;

/** Finds out where each leaf of a validated value comes from. */
export function decideOrigins(schema: z.ZodType, tree: MapNode, value: unknown): Origins {
  const leaves = leafPaths(schema, value, []).map((path): [string, LeafOrigin] => {
    const { node, place, overridden } = findNode(tree, path);
    const description = descriptionAt(schema, path, value);
    return [
      renderPath(path),
      {
        path,
        value: showValue(valueAt(value, path), path, shownLength),
        origin: node === undefined ? "default" : place,
        overridden,
        ...(description === undefined ? {} : { description }),
      },
    ];
  });
  return Object.fromEntries(leaves.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Paths of scalars, empty maps and lists, references to secrets, and optional fields that are not set. */
function leafPaths(schema: z.core.$ZodType | undefined, value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const isReference = keys.length === 1 && keys[0] === "secret";
  const core = schema === undefined ? undefined : coreOf(schema);
  const unset = core instanceof z.ZodObject ? Object.keys(core.shape).filter((key) => !Object.hasOwn(value, key)) : [];
  if (isReference || keys.length + unset.length === 0) return [path];
  return [...keys, ...unset].flatMap((key) => {
    const below = schema === undefined ? undefined : schemaAt(schema, [key], value);
    return leafPaths(below, child(value, key), [...path, key]);
  });
}

function descriptionAt(schema: z.ZodType, path: Path, value: unknown): string | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = schemaAt(schema, path.slice(0, length), value);
    const description = found === undefined ? undefined : descriptionOf(found);
    if (description !== undefined) return description;
  }
  return undefined;
}

/** What stands at a path of a plain value. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(child, value);
}
