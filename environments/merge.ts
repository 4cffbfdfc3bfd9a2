import type { Issue } from "../components/kit/errors.ts";
import { showValue } from "./show-value.ts";
import { shortPath } from "./tree-of-yaml.ts";
import { plainOf, type Entry, type MapNode, type Overridden, type Path, type Tree } from "./tree.ts";

/** What files say together, and the nulls among them that remove nothing. */
export interface Merged {
  readonly tree: MapNode;
  readonly issues: readonly Issue[];
}

/**
 * Lays trees over each other, the first lowest. Maps merge deeply; scalars and lists replace; lists whose items are all
 * maps with a `name` merge by it, new ones last. `key: null` removes what is inherited; where nothing is, it is an issue.
 */
export function mergeTrees(trees: readonly [MapNode, ...MapNode[]]): Merged {
  const issues: Issue[] = [];
  const [first, ...later] = trees;
  const nothing: MapNode = { kind: "map", at: first.at, entries: new Map(), removed: new Map() };
  const tree = [first, ...later].reduce((under, over) => mergeMaps(under, over, [], issues), nothing);
  return { tree, issues };
}

function mergeMaps(under: MapNode, over: MapNode, path: Path, issues: Issue[]): MapNode {
  const entries = new Map(under.entries);
  const removed = new Map(under.removed);
  for (const [key, entry] of over.entries) {
    const here = [...path, key];
    const old = entries.get(key);
    if (isNull(entry.node)) {
      if (old === undefined) {
        issues.push(nothingToRemove(entry, here));
        continue;
      }
      entries.delete(key);
      removed.set(key, [...history(old, here), { ...entry.node.at, value: "null" }]);
    } else {
      entries.set(key, mergeEntries(old, entry, removed.get(key) ?? [], here, issues));
    }
  }
  return { kind: "map", at: over.at, entries, removed };
}

function mergeEntries(
  old: Entry | undefined,
  entry: Entry,
  removed: readonly Overridden[],
  path: Path,
  issues: Issue[],
): Entry {
  const node = mergeNodes(old?.node, entry.node, path, issues);
  if (old === undefined) return { key: entry.key, node, overridden: removed };
  const goesOn = old.node.kind === node.kind && (node.kind === "map" || isNamedList(node));
  return { key: entry.key, node, overridden: goesOn ? old.overridden : history(old, path) };
}

function mergeNodes(under: Tree | undefined, over: Tree, path: Path, issues: Issue[]): Tree {
  // A map laid over nothing is looked through all the same: it may hold a null.
  if (over.kind === "map") return mergeMaps(under?.kind === "map" ? under : emptyMap(over), over, path, issues);
  if (over.kind !== "list" || under?.kind !== "list" || !isNamedList(over) || !isNamedList(under)) return over;
  const named = new Map(under.items.map((item) => [nameOf(item), item]));
  for (const item of over.items)
    named.set(nameOf(item), mergeNodes(named.get(nameOf(item)), item, [...path, nameOf(item) ?? ""], issues));
  return { kind: "list", at: over.at, items: [...named.values()] };
}

function emptyMap({ at }: MapNode): MapNode {
  return { kind: "map", at, entries: new Map(), removed: new Map() };
}

/** Whether every item is a map with a name of its own. An empty list isn't: it empties what is inherited. */
function isNamedList(node: Tree): boolean {
  if (node.kind !== "list" || node.items.length === 0) return false;
  const names = node.items.map(nameOf);
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function nameOf(node: Tree): string | undefined {
  const name = node.kind === "map" ? node.entries.get("name")?.node : undefined;
  return name?.kind === "scalar" && typeof name.value === "string" ? name.value : undefined;
}

function isNull(node: Tree): boolean {
  return node.kind === "scalar" && node.value === null;
}

function history(old: Entry, path: Path): readonly Overridden[] {
  return [...old.overridden, { ...old.node.at, value: showValue(plainOf(old.node), path) }];
}

function nothingToRemove(entry: Entry, path: Path): Issue {
  return {
    ...entry.node.at,
    path: shortPath(path),
    value: "null",
    rule: "removes what is inherited, and nothing is inherited here",
    wayOut: "give it a value or delete the line",
  };
}
