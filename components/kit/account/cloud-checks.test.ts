import { describe, expect, it } from "vitest";
import { isThere, Json, ofJson, roomFor, thereIfAll } from "./cloud-checks.ts";

describe("what a program printed", () => {
  it("is read by keys, and nothing comes of what isn't there", () => {
    const printed = new Json({ a: { b: "text", n: 3, s: "4", yes: true, list: [{ c: "d" }] } });
    expect(printed.at("a", "b").text).toBe("text");
    expect([printed.at("a", "n").number, printed.at("a", "s").number]).toEqual([3, 4]);
    expect(printed.at("a", "yes").isTrue).toBe(true);
    expect(printed.at("a", "list").list?.map((one) => one.at("c").text)).toEqual(["d"]);
    const nothing = printed.at("x", "y");
    expect([nothing.text, nothing.list, nothing.isTrue, nothing.number]).toEqual(["", undefined, false, Number.NaN]);
  });

  it("reads no inherited property", () => {
    expect(new Json({}).at("constructor", "name").text).toBe("");
  });

  it("is unknown where it isn't JSON, or JSON of another shape", () => {
    const judge = ofJson(({ list }) => list && isThere("a list"));
    expect([judge("[]"), judge("{}"), judge("<html>"), judge("")].map(({ verdict }) => verdict)).toEqual([
      "ok",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });
});

describe("a list of names", () => {
  it("is complete, or says what is absent", () => {
    expect(thereIfAll(["a", "b"], ["b", "a", "c"])).toEqual({ verdict: "ok", found: "all 2" });
    expect(thereIfAll(["a", "b"], ["b"])).toEqual({ verdict: "missing", found: "not a" });
  });
});

describe("room in quotas", () => {
  const limits = new Map([
    ["cpus", { limit: 24, used: 4 }],
    ["addresses", { limit: 8 }],
    ["endless", { limit: -1, used: 90 }],
    ["strange", { limit: Number.NaN }],
  ]);
  const ask = (...demands: [string, number][]) =>
    roomFor(
      demands.map(([quota, needed]) => ({ quota, needed })),
      (quota) => limits.get(quota),
    );

  it("is what is left, to the last one", () => {
    expect(ask(["cpus", 20], ["addresses", 8])).toEqual({
      verdict: "ok",
      found: "cpus 20 of 24, 4 used; addresses 8 of 8",
    });
    expect(ask(["cpus", 21], ["addresses", 8])).toEqual({ verdict: "missing", found: "cpus 21 of 24, 4 used" });
  });

  it("has no end where the cloud says so", () => {
    expect(ask(["endless", 1000]).verdict).toBe("ok");
  });

  it("is unknown where the cloud doesn't say, unless something else is missing", () => {
    expect(ask(["strange", 1], ["other", 1])).toEqual({ verdict: "unknown", found: "strange unknown; other unknown" });
    expect(ask(["strange", 1], ["cpus", 99]).verdict).toBe("missing");
  });
});
