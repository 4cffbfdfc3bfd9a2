import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTrees } from "./merge.ts";
import { parseFile } from "./parse.ts";
import { findNode, plainOf, type MapNode } from "./tree.ts";

function tree(text: string, file = "f.yaml"): MapNode {
  const parsed = parseFile(file, new TextEncoder().encode(text));
  if (!("tree" in parsed)) throw new Error(JSON.stringify(parsed.issues));
  return parsed.tree;
}

function merged(...texts: readonly [string, ...string[]]): unknown {
  const [first, ...rest] = texts;
  return plainOf(mergeTrees([tree(first), ...rest.map((text) => tree(text))]).tree);
}

describe("mergeTrees", () => {
  it("merges maps deeply and lets later scalars replace earlier ones", () => {
    expect(merged("a: { b: 1, c: { d: 2 } }", "a: { c: { d: 3, e: 4 } }", "f: 5")).toEqual({
      a: { b: 1, c: { d: 3, e: 4 } },
      f: 5,
    });
  });

  it("replaces lists, also by an empty one", () => {
    expect(merged("a: [1, 2]", "a: [3]")).toEqual({ a: [3] });
    expect(merged("a: [{ name: x }]", "a: []")).toEqual({ a: [] });
    expect(merged("a: [{ name: x }]", "a: [{ id: x }]")).toEqual({ a: [{ id: "x" }] });
    expect(merged("a: [{ name: x, v: 1 }]", "a: [{ name: x }, { name: x }]")).toEqual({
      a: [{ name: "x" }, { name: "x" }],
    });
  });

  it("merges lists of maps by their names, new ones last", () => {
    const base = "a: [{ name: x, v: 1, w: 2 }, { name: y }]";
    expect(merged(base, "a: [{ name: z }, { name: x, v: 3 }]")).toEqual({
      a: [{ name: "x", v: 3, w: 2 }, { name: "y" }, { name: "z" }],
    });
  });

  it("removes what is inherited where a null stands", () => {
    expect(merged("a: { b: 1, c: 2 }", "a: { b: null }")).toEqual({ a: { c: 2 } });
    expect(merged("a: { b: 1 }", "a:")).toEqual({});
    expect(merged("a: { b: 1 }", "a:", "a: { c: 1 }")).toEqual({ a: { c: 1 } });
  });

  it("says where a null removes nothing", () => {
    expect(mergeTrees([tree("a: { b: null }"), tree("c:\na: { b: ~ }")]).issues).toMatchObject([
      { line: 1, column: 9, path: "a.b", value: "null" },
      { line: 1, column: 3, path: "c", value: "null" },
      { line: 2, column: 9, path: "a.b", value: "null" },
    ]);
  });

  it("remembers what was replaced and removed, oldest first", () => {
    const files = [tree("a: 1", "1"), tree("a: 2", "2"), tree("a: null", "3"), tree("a: 4", "4")] as const;
    expect(findNode(mergeTrees([...files]).tree, ["a"]).overridden).toEqual([
      { file: "1", line: 1, column: 4, value: "1" },
      { file: "2", line: 1, column: 4, value: "2" },
      { file: "3", line: 1, column: 4, value: "null" },
    ]);
    const removed = mergeTrees([files[0], files[2]]).tree;
    expect(findNode(removed, ["a"]).overridden.map(({ value }) => value)).toEqual(["1", "null"]);
  });

  it("remembers a value that a map or list replaced", () => {
    for (const later of ["a: { b: 1 }", "a: [{ name: x }]", "a: [1]"]) {
      const { tree: both } = mergeTrees([tree("a: 1"), tree(later)]);
      expect(findNode(both, ["a"]).overridden.map(({ value }) => value)).toEqual(["1"]);
    }
    const { tree: maps } = mergeTrees([tree("a: { b: 1 }"), tree("a: { c: 1 }")]);
    expect(findNode(maps, ["a"]).overridden).toEqual([]);
  });

  it("never changes what it is given", () => {
    const [a, b] = [tree("a: { b: 1 }"), tree("a: { b: null, c: 2 }")];
    const before = JSON.stringify([plainOf(a), plainOf(b)]);
    mergeTrees([a, b]);
    expect(JSON.stringify([plainOf(a), plainOf(b)])).toBe(before);
  });

  // Where a key holds the same kind of thing in every file, and nothing is removed: those two depend on the order.
  it("is associative, has no effect twice, and keeps all keys", () => {
    const scalar = fc.oneof(fc.integer(), fc.string({ maxLength: 5 }), fc.boolean());
    const { map } = fc.letrec<{ map: Record<string, unknown> }>((tie) => ({
      map: fc.record(
        {
          s: scalar,
          t: scalar,
          l: fc.array(fc.integer(), { maxLength: 3 }),
          n: fc.uniqueArray(fc.record({ name: fc.constantFrom("x", "y", "z"), v: fc.integer() }), {
            minLength: 1,
            maxLength: 3,
            selector: ({ name }) => name,
          }),
          m: fc.oneof({ depthSize: "small" }, fc.constant({}), tie("map")),
        },
        { requiredKeys: [] },
      ),
    }));
    const asTree = (value: unknown): MapNode => tree(JSON.stringify(value));
    const join = (...trees: readonly [MapNode, ...MapNode[]]): MapNode => mergeTrees([...trees]).tree;
    fc.assert(
      fc.property(map, map, map, (x, y, z) => {
        const [a, b, c] = [asTree(x), asTree(y), asTree(z)];
        expect(plainOf(join(join(a, b), c))).toEqual(plainOf(join(a, join(b, c))));
        expect(plainOf(join(a, a))).toEqual(plainOf(a));
        expect(Object.keys({ ...x, ...y }).sort()).toEqual([...join(a, b).entries.keys()].sort());
      }),
    );
  });
});
