import { describe, expect, test } from "vitest";
import { secretMarker, unknownMarker } from "../plan/planned-resource.ts";
import { at, entriesOf, expectValue, isAbsent, itemsOf, judged, show, undecidedAt, violated } from "./read.ts";
import { fromCloud } from "./rules/fixture.ts";

const root = {
  path: "",
  value: { a: { "b.c": [1, unknownMarker], none: null }, text: "x", cloud: fromCloud, hidden: secretMarker },
};
const isOne = (value: unknown): boolean => value === 1;

describe("reading", () => {
  test("follows keys, also those with dots, and says the way", () => {
    expect(at(root, "a", "b.c").path).toBe('a["b.c"]');
    expect(itemsOf(at(root, "a", "b.c")).items.map(({ path }) => path)).toEqual(['a["b.c"][0]', 'a["b.c"][1]']);
  });

  test("takes a missing key and null for absent, at any depth", () => {
    expect(isAbsent(at(root, "nothing", "at", "all"))).toBe(true);
    expect(isAbsent(at(root, "a", "none", "deeper"))).toBe(true);
  });

  test("never takes what every object has for a value", () => {
    expect(isAbsent(at(root, "constructor"))).toBe(true);
    expect(isAbsent(at(root, "a", "toString"))).toBe(true);
  });

  test("keeps hidden what lies within something hidden", () => {
    expect(expectValue(at(root, "cloud", "deeper"), "1", isOne)).toMatchObject([
      { verdict: "undecided", because: "cloud" },
    ]);
    expect(expectValue(at(root, "hidden", "deeper"), "1", isOne)).toMatchObject([
      { verdict: "undecided", because: "secret" },
    ]);
  });

  test("finds a wrong form violated, and says what is there", () => {
    expect(expectValue(at(root, "text", "deeper"), "1", isOne)).toEqual([violated('text is "x" where a map belongs')]);
    expect(itemsOf(at(root, "text")).findings).toEqual([violated('text is "x"; it must be a list')]);
    expect(entriesOf(at(root, "a", "b.c")).findings).toEqual([violated('a["b.c"] is a list of 2; it must be a map')]);
  });

  test("lets the default decide about what is absent", () => {
    expect(expectValue(at(root, "b"), "1", isOne)).toEqual([violated("b is missing; it must be 1")]);
    expect(expectValue(at(root, "b"), "1", isOne, "holds")).toEqual([]);
  });
});

describe("the judgement of findings", () => {
  const unknown = undecidedAt({ path: "a", value: unknownMarker });
  const secret = undecidedAt({ path: "b", value: secretMarker });

  test("holds without any, and is violated by one", () => {
    expect(judged([], "fine")).toEqual({ verdict: "holds", message: "fine" });
    expect(judged([unknown, violated("wrong")], "fine")).toEqual({ verdict: "violated", message: "wrong" });
  });

  test("is undecided by what can't be seen, for the gravest reason", () => {
    expect(judged([unknown, secret], "fine")).toMatchObject({ verdict: "undecided", because: "secret" });
    expect(judged([unknown], "fine")).toMatchObject({ verdict: "undecided", because: "cloud" });
  });

  test("names three things at most, each once", () => {
    const findings = ["a", "b", "b", "c", "d", "e"].map(violated);
    expect(judged(findings, "").message).toBe("a; b; c; and 2 more");
  });
});

test("what is shown is short and never secret", () => {
  expect(show(secretMarker)).toBe("a secret");
  expect(show("x7Qp2LmV9sKd4TzR8wNb3GyH6")).toBe("a text of 25 characters");
  expect(show("a ".repeat(100))).toHaveLength(82);
  expect(show(fromCloud)).toBe("known to the cloud only (id of somewhere)");
});
