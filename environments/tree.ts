import { printable } from "../components/kit/errors.ts";

/** Where something is written: file relative to the root of the project; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The way to a value: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** A value that was written and then replaced or removed by a later file. */
export interface Overridden extends Place {
  /** As text, shortened; never a secret. */
  readonly value: string;
}

/** What a file says, with the place of each part; several files' trees merge into one. */
export type Tree = ScalarNode | ListNode | MapNode;

/** A text, number, yes or no, or nothing, and where it stands. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly at: Place;
  readonly value: string | number | boolean | null;
  /** As it is written: `1.10` where the value is 1.1. */
  readonly source: string;
}

/** A list, and where it begins. */
export interface ListNode {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Tree[];
}

/** A map, and where it begins. */
export interface MapNode {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: ReadonlyMap<string, Entry>;
  /** What stood under keys that a later file removed with `null`. */
  readonly removed: ReadonlyMap<string, readonly Overridden[]>;
}

/** A key of a map with its value. */
export interface Entry {
  /** Place of the key. */
  readonly key: Place;
  readonly node: Tree;
  /** Earlier values, oldest first. */
  readonly overridden: readonly Overridden[];
}

/** A tree without its places. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(plainOf);
    case "map":
      return Object.fromEntries([...tree.entries].map(([key, { node }]) => [key, plainOf(node)]));
    default:
      return tree satisfies never;
  }
}

/** How many maps, lists and scalars a tree has, itself included. */
export function countNodes(tree: Tree): number {
  switch (tree.kind) {
    case "scalar":
      return 1;
    case "list":
      return tree.items.reduce((sum, item) => sum + countNodes(item), 1);
    case "map":
      return [...tree.entries.values()].reduce((sum, { node }) => sum + countNodes(node), 1);
    default:
      return tree satisfies never;
  }
}

/** What stands at a path: the node, its entry where the parent is a map, and where to point when nothing is there. */
export interface Found {
  readonly node?: Tree;
  readonly entry?: Entry;
  /** Place of a scalar's value, of a map's or list's key, or of the nearest parent's key. */
  readonly place: Place;
  /** Earlier values of it, also when it was removed. */
  readonly overridden: readonly Overridden[];
}

/** Follows a path as far as it goes. */
export function findNode(tree: Tree, path: Path): Found {
  let found: Found = { node: tree, place: tree.at, overridden: [] };
  let nearest = tree.at;
  for (const part of path) {
    const parent = found.node;
    if (parent?.kind === "map") {
      const entry = parent.entries.get(String(part));
      const overridden = entry?.overridden ?? parent.removed.get(String(part)) ?? [];
      if (entry === undefined) return { place: nearest, overridden };
      nearest = entry.key;
      found = { node: entry.node, entry, place: entry.node.kind === "scalar" ? entry.node.at : entry.key, overridden };
    } else if (parent?.kind === "list") {
      const item = parent.items[Number(part)];
      if (item === undefined) return { place: nearest, overridden: [] };
      nearest = item.at;
      found = { node: item, place: item.at, overridden: [] };
    } else return { place: nearest, overridden: [] };
  }
  return found;
}

/** A key that needs no quotes in a path. */
export const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Text in quotes and fit to print. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text));
}

/** The parts of a path, from its text. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+)/g)].map(([, index, name, part]) =>
    index === undefined ? (name ?? part ?? "") : Number(index),
  );
}

/** A path as people write it: `stores.orders.replicas`, `calls[0]`, `publishes["orders.created"].to`. */
export function renderPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!plainKey.test(part)) return `[${quoted(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}
