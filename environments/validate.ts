import type { z } from "zod";
import type { Issue } from "../components/kit/errors.ts";
import { limits } from "./limits.ts";
import { schemaAt } from "./schema-walk.ts";
import { isHidden, showValue } from "./show-value.ts";
import { shortPath } from "./tree-of-yaml.ts";
import { findNode, plainOf, type MapNode, type Path } from "./tree.ts";
import { wordsFor, type Context, type Words } from "./zod-words.ts";

/** The outcome of a validation: the complete value, or everything that is wrong. */
export type Validated<T> =
  | { readonly value: T }
  | { readonly issues: readonly Issue[]; /** Issues that were only counted. */ readonly more: number };

/**
 * Holds a tree against a schema; each of zod's issues becomes one in plain words at the place in the file. No more get
 * words than are shown: an unknown key among thousands costs a look at all of them.
 */
export function validate<T>(schema: z.ZodType<T>, tree: MapNode): Validated<T> {
  const input = plainOf(tree);
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data };
  const found = result.error.issues.flatMap((issue) => pathsOf(issue).map((path) => ({ path, issue })));
  return {
    issues: found.slice(0, limits.issues).map(({ path, issue }) => issueAt(schema, tree, input, path, issue)),
    more: Math.max(0, found.length - limits.issues),
  };
}

function pathsOf(issue: z.core.$ZodIssue): Path[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
}

function issueAt(schema: z.ZodType, tree: MapNode, input: unknown, path: Path, issue: z.core.$ZodIssue): Issue {
  const { node, entry, place } = findNode(tree, path);
  const aboutKey = issue.code === "unrecognized_keys" || issue.code === "invalid_key";
  const value = node === undefined ? undefined : plainOf(node);
  const context: Context = {
    path,
    value,
    isThere: node !== undefined,
    isHidden: isHidden(value, path),
    source: node?.kind === "scalar" ? node.source : "",
    schema: schemaAt(schema, path, input),
    parent: schemaAt(schema, path.slice(0, -1), input),
    parentValue: plainAt(tree, path.slice(0, -1)),
    isInherited: place.file !== tree.at.file,
  };
  const { rule, wayOut }: Words = wordsFor(issue, context);
  const shown = node?.kind === "scalar" && !aboutKey ? { value: showValue(value, path) } : {};
  return { ...(aboutKey ? (entry?.key ?? place) : place), path: shortPath(path), ...shown, rule, wayOut };
}

function plainAt(tree: MapNode, path: Path): unknown {
  const { node } = findNode(tree, path);
  return node === undefined ? undefined : plainOf(node);
}
