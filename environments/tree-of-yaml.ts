import { isAlias, isMap, isScalar, type Alias, type Pair, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import type { Issue } from "../components/kit/errors.ts";
import { limits } from "./limits.ts";
import { renderPath, type Entry, type Path, type Place, type Tree } from "./tree.ts";

/** Keys that name a property of every object. Refused everywhere, so that a look-up by name can't find that instead. */
const inheritedKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Tags that only say what is there anyway; all others would make something that the schema can't describe. */
const plainTags = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/**
 * What no name, text or variable of a cloud can hold: control characters, other line and paragraph separators, halves of
 * characters, and what turns the direction of writing, so that a review reads what is there. https://trojansource.codes
 */
const controlCharacter =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** What a plan writes in place of a value that it doesn't know yet: found in a file, it would be taken for one. */
const placeholder = /\$\{urn:pulumi:|04da6b54-80e4-46f7-96ec-b56ff0331ba9/i;

/** A YAML document as a tree with places; aliases are expanded. */
export function buildTree(
  contents: ParsedNode,
  placeAt: (offset: number) => Place,
): { readonly tree: Tree | null; readonly issues: readonly Issue[] } {
  const builder = new TreeBuilder(placeAt);
  const tree = builder.build(contents, []);
  return { tree, issues: builder.issues };
}

class TreeBuilder {
  readonly issues: Issue[] = [];
  private readonly placeAt: (offset: number) => Place;
  private readonly anchors = new Map<string, ParsedNode>();
  private nodes = 0;
  private aliases = 0;
  private exhausted = false;

  constructor(placeAt: (offset: number) => Place) {
    this.placeAt = placeAt;
  }

  /** The tree of a node, or null where it was refused. */
  build(node: ParsedNode | null, path: Path, start?: Place): Tree | null {
    const at = start ?? this.place(node);
    this.nodes += 1;
    if (this.nodes > limits.nodes)
      return this.exhaust(at, path, `the file holds more than ${limits.nodes} values`, "split it, use fewer aliases");
    if (path.length > limits.depth)
      return this.exhaust(at, path.slice(0, 3), `is nested more than ${limits.depth} deep`, "make it flatter");
    if (node === null) return { kind: "scalar", at, value: null, source: "" };
    if (isAlias(node)) return this.expand(node, path, at);
    // Inside an expansion the anchor is set already, to this very node.
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (node.tag !== undefined && !plainTags.has(node.tag))
      return this.refuse(at, path, "has a tag that isn't known here", "delete the tag that begins with !");
    if (isScalar(node)) return this.scalar(node, path, at);
    if (isMap(node)) return this.map(node, path, at);
    const items: Tree[] = [];
    for (const [index, item] of node.items.entries()) {
      if (this.exhausted) break;
      const built = this.build(item, [...path, index]);
      if (built !== null) items.push(built);
    }
    return { kind: "list", at, items };
  }

  private scalar(node: Scalar.Parsed, path: Path, at: Place): Tree | null {
    const { value } = node;
    const problem = typeof value === "string" ? textProblem(value) : undefined;
    if (problem !== undefined) return this.refuse(at, path, problem.rule, problem.wayOut);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null)
      return { kind: "scalar", at, value, source: node.source };
    return this.refuse(at, path, "is of a type that isn't known here", "delete the tag that begins with !");
  }

  private map(node: YAMLMap.Parsed, path: Path, at: Place): Tree {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      if (this.exhausted) break;
      const key = this.key(pair, path, entries);
      if (key === null) continue;
      const built = this.build(pair.value, [...path, key.name], pair.value === null ? key.at : undefined);
      if (built !== null) entries.set(key.name, { key: key.at, node: built, overridden: [] });
    }
    return { kind: "map", at, entries, removed: new Map() };
  }

  private key(
    { key }: Pair<ParsedNode, ParsedNode | null>,
    path: Path,
    entries: ReadonlyMap<string, Entry>,
  ): { readonly name: string; readonly at: Place } | null {
    const at = this.place(key);
    if (!isScalar(key) || key.value === null || key.value === "")
      return this.refuse(at, path, "has a key that isn't a word", "write `key: value` with a plain word as key");
    const name = typeof key.value === "string" ? key.value : key.source;
    const problem = /[\t\n\r]/.test(name) ? keyOnLines : textProblem(name);
    if (problem !== undefined) return this.refuse(at, [...path, name], problem.rule, problem.wayOut);
    const first = entries.get(name);
    if (first !== undefined) {
      const rule = `is written twice, first in line ${first.key.line}`;
      return this.refuse(at, [...path, name], rule, "keep one of the two");
    }
    if (name === "<<")
      return this.refuse(at, [...path, name], "is not a field here; merge keys are off", "use extends, or repeat it");
    if (inheritedKeys.has(name))
      return this.refuse(at, [...path, name], "is not a field here, and no name either", "choose another name");
    if (key.anchor !== undefined)
      return this.refuse(at, [...path, name], "is a key with an anchor", "delete the anchor that begins with &");
    return { name, at };
  }

  private expand(alias: Alias.Parsed, path: Path, at: Place): Tree | null {
    this.aliases += 1;
    if (this.aliases > limits.aliases) {
      const rule = `aliases are expanded more than ${limits.aliases} times`;
      return this.exhaust(at, path, rule, "write the values out; an alias can't stand inside its own anchor");
    }
    const target = this.anchors.get(alias.source);
    if (target === undefined)
      return this.refuse(at, path, "is an alias whose anchor isn't set above it", "set &name first, or quote the text");
    return this.build(target, path, at);
  }

  private exhaust(at: Place, path: Path, rule: string, wayOut: string): null {
    if (!this.exhausted) this.refuse(at, path, rule, wayOut);
    this.exhausted = true;
    return null;
  }

  private refuse(at: Place, path: Path, rule: string, wayOut: string): null {
    this.issues.push({ ...at, path: shortPath(path), rule, wayOut });
    return null;
  }

  private place(node: ParsedNode | null): Place {
    return this.placeAt(node === null ? 0 : node.range[0]);
  }
}

const keyOnLines = { rule: "is a key with a line break or a tab", wayOut: "write a plain word" };

/** Why a text or a key can't be taken, whatever field it is for. */
function textProblem(text: string): { readonly rule: string; readonly wayOut: string } | undefined {
  if (text.length > limits.scalarLength)
    return {
      rule: `is longer than ${limits.scalarLength} characters`,
      wayOut: "shorten it, or read it from elsewhere",
    };
  if (controlCharacter.test(text))
    return { rule: "holds a control character", wayOut: "delete it; line breaks and tabs are allowed in values" };
  if (placeholder.test(text))
    return { rule: "holds what a plan writes for a value that isn't known yet", wayOut: "write the value itself" };
  return undefined;
}

/** A path that fits a line, whatever its keys are. */
export function shortPath(path: Path): string {
  const text = renderPath(path);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
