import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { expandShards } from "../components/kit/databases/postgres/shards.ts";
import { EnvironmentError, type Issue } from "../components/kit/errors.ts";
import { crossRules, type At, type Check } from "./cross-rules.ts";
import { limits } from "./limits.ts";
import { findEnvironment } from "./list-environments.ts";
import { mergeTrees } from "./merge.ts";
import { decideOrigins, valueAt, type Origins } from "./origins.ts";
import { readFiles } from "./read-files.ts";
import type { CloudSettings, Environment, EnvironmentFile } from "./schema/environment.ts";
import { secretIssues } from "./secret-issues.ts";
import { showValue } from "./show-value.ts";
import { shortPath } from "./tree-of-yaml.ts";
import { findNode, type MapNode } from "./tree.ts";
import { validate } from "./validate.ts";

export { listEnvironments, type EnvironmentEntry } from "./list-environments.ts";
export type { At, Check } from "./cross-rules.ts";
export type { Origins } from "./origins.ts";

/** How an environment is loaded. */
export interface LoadOptions<C extends CloudSettings> {
  /** Root of the project, which holds environments/. Default: the project that this file is part of. */
  readonly root?: string;
  /** Made by environmentSchema from the table of clouds. */
  readonly schema: z.ZodType<EnvironmentFile<C>>;
  /** Rules besides those of cross-rules.ts, asked when these find nothing: what the chosen cloud can do, say. */
  readonly checks?: readonly Check<C>[];
}

/** An environment, and where each of its values comes from; frozen through and through. */
export interface LoadedEnvironment<C extends CloudSettings> {
  readonly environment: Environment<C>;
  readonly origins: Origins;
}

/**
 * Loads an environment by its name (`bitvelocity-local`) or path (`environments/bitvelocity/local.yaml`, relative to the
 * root). Throws EnvironmentError with all issues that can be known: those of syntax and extends first, then those of
 * single fields, and when these are right those between fields.
 */
export function loadEnvironment<C extends CloudSettings>(
  reference: string,
  { root = projectRoot(), schema, checks = [] }: LoadOptions<C>,
): LoadedEnvironment<C> {
  const { name, system, target, file } = findEnvironment(root, reference);
  const read = readFiles(root, file);
  const [first, ...others] = read.trees;
  if (first === undefined) throw new EnvironmentError(shown(read.issues));
  const merged = mergeTrees([first, ...others]);
  const nulls = new Set(merged.issues.map(({ path }) => path));
  const issues = [...read.trees.flatMap((tree) => secretIssues(tree)), ...merged.issues];
  const validated = validate(schema, merged.tree);
  // A null that removes nothing is one mistake, not also a field that is missing.
  if ("issues" in validated) issues.push(...validated.issues.filter(({ path }) => !nulls.has(path)));
  if (issues.length > 0 || "issues" in validated)
    throw new EnvironmentError(shown(issues, "issues" in validated ? validated.more : 0));
  const environment: Environment<C> = { ...validated.value, name, system, target };
  const expanded = expandShards(environment);
  throwIssues([
    ...checkTogether(environment, merged.tree, [crossRules]),
    ...checkTogether(expanded, merged.tree, checks),
  ]);
  return deepFreeze({ environment: expanded, origins: decideOrigins(schema, merged.tree, validated.value) });
}

function checkTogether<C extends CloudSettings>(
  environment: Environment<C>,
  tree: MapNode,
  checks: readonly Check<C>[],
): Issue[] {
  const at: At = (path, about) => {
    const value = valueAt(environment, path);
    const isShown = about === undefined && typeof value !== "object" && value !== undefined;
    const subject = isShown ? { value: showValue(value, path) } : {};
    const { entry, place } = findNode(tree, path);
    return { ...(about === "key" ? (entry?.key ?? place) : place), path: shortPath(path), ...subject };
  };
  return checks.flatMap((check) => [...check(environment, at)]);
}

function throwIssues(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new EnvironmentError(shown(issues));
}

/** The first issues for a reader, and how many there are besides; `more` were found already and not put into words. */
function shown(issues: readonly Issue[], more = 0): Issue[] {
  const rest = Math.max(0, issues.length - limits.issues) + more;
  const first = sorted(issues).slice(0, limits.issues);
  if (rest === 0) return first;
  return [...first, { path: "", rule: `and ${rest} more`, wayOut: "mend these first; many may have one cause" }];
}

/** In the order of a reader: by file, line, column, then path. */
function sorted(issues: readonly Issue[]): Issue[] {
  const key = ({ file = "", line = 0, column = 0, path, rule }: Issue): string =>
    [file, ...[line, column].map((number) => String(number).padStart(9, "0")), path, rule].join("\0");
  return [...issues].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function projectRoot(): string {
  return fileURLToPath(new URL("..", import.meta.url));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
