import { readdirSync, type Dirent } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { EnvironmentError, type Issue } from "../components/kit/errors.ts";
import { didYouMean, listed } from "./did-you-mean.ts";
import { codeOf } from "./read-file.ts";
import { showValue } from "./show-value.ts";

/** An environment's name and where its file is. */
export interface EnvironmentEntry {
  /** `<system>-<target>` */
  readonly name: string;
  readonly system: string;
  readonly target: string;
  /** Relative to the root, with `/`. */
  readonly file: string;
}

/** Folders below environments/ that hold no environments: what they share, and the schema. */
const notSystems = new Set(["base", "schema"]);
const usableName = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])$/;

/**
 * All environments of a project in order of name, found by their paths `environments/<system>/<target>.yaml`. Throws
 * EnvironmentError for a path that gives no usable name and for two paths that give the same.
 */
export function listEnvironments(root: string): EnvironmentEntry[] {
  const entries = scan(root);
  const issues = [...entries.flatMap(nameIssues), ...collisions(entries)];
  if (issues.length > 0) throw new EnvironmentError(issues);
  return entries;
}

/** Every file that is an environment by its place, whether its name is usable or not, in order of name. */
function scan(root: string): EnvironmentEntry[] {
  const folder = join(root, "environments");
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !notSystems.has(entry.name))
    .flatMap(({ name: system }) =>
      entriesOf(join(folder, system))
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".") && entry.name.endsWith(".yaml"))
        .map((entry) => toEntry(system, entry.name.slice(0, -".yaml".length))),
    )
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.file < b.file ? -1 : 1));
}

/**
 * The environment that a name or a path means. Throws EnvironmentError, with what there is, when there is none, and when
 * its own name is not usable or another file has it too; the names of other files are not its concern.
 */
export function findEnvironment(root: string, reference: string): EnvironmentEntry {
  const entries = scan(root);
  const isPath = /[\\/]/.test(reference) || /\.ya?ml$/.test(reference);
  const file = isPath ? relative(root, resolve(root, reference)).split(sep).join("/") : undefined;
  const found = entries.find((entry) => (file === undefined ? entry.name === reference : entry.file === file));
  if (found !== undefined) {
    const same = entries.filter(({ name }) => name === found.name);
    const issues = [...nameIssues(found), ...collisions(same)];
    if (issues.length > 0) throw new EnvironmentError(issues);
    return found;
  }
  const shown = file === undefined || isAbsolute(reference) ? reference : file;
  const usable = entries.filter((entry) => nameIssues(entry).length === 0);
  const candidates = usable.map((entry) => (file === undefined ? entry.name : entry.file));
  const near = didYouMean(shown, candidates);
  const all =
    candidates.length === 0
      ? "there is none yet; write environments/<system>/<target>.yaml"
      : `there are ${listed(candidates)}`;
  throw new EnvironmentError([
    {
      path: "",
      value: showValue(shown, [], 120),
      rule: file === undefined ? "is not the name of an environment" : "is not environments/<system>/<target>.yaml",
      wayOut: near === undefined ? all : `did you mean ${near}? ${all}`,
    },
  ]);
}

function toEntry(system: string, target: string): EnvironmentEntry {
  return { name: `${system}-${target}`, system, target, file: `environments/${system}/${target}.yaml` };
}

function nameIssues({ system, target, file }: EnvironmentEntry): Issue[] {
  return [system, target]
    .filter((part) => !usableName.test(part))
    .map((part) => ({
      file,
      path: "",
      value: showValue(part, []),
      rule: "is part of an environment's name and must be 2 to 30 of a-z, 0-9 and -, beginning with a letter",
      wayOut: "rename the file or its folder",
    }));
}

function collisions(entries: readonly EnvironmentEntry[]): Issue[] {
  // Sorted by name: those that collide are neighbours.
  return entries.flatMap((entry, index) => {
    const before = entries[index - 1];
    if (before?.name !== entry.name) return [];
    const rule = `has the same name as ${before.file}`;
    return [{ file: entry.file, path: "", value: entry.name, rule, wayOut: "rename one of the two files" }];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw cause;
  }
}
