import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, printableJson } from "./printable.ts";

test("text stays one line, without anything unseen, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { seed: 1, numRuns: 1000 },
  );
  expect(printable("a\n::error::b\u202ec\u0085d\u009be\u2028f")).toBe(
    String.raw`a\n::error::b\u202ec\u0085d\u009be\u2028f`,
  );
});

test("no text is a command to a CI system", () => {
  expect(printable(" ::error::x")).toBe(String.raw` \u003a:error::x`);
  expect(printable("x ##vso[task.complete] ##[error]")).toBe(String.raw`x #\u0023vso[task.complete] #\u0023[error]`);
});

test("readable text is left alone", () => {
  for (const text of ['spec.a[0] is "x"; C:\\temp, a::b, # 1, größe 😀']) expect(printable(text)).toBe(text);
});

test("JSON reads back as the same value", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = printableJson(JSON.stringify({ [text]: text }, undefined, 2));
      expect(JSON.parse(json)).toEqual({ [text]: text });
      expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { seed: 1, numRuns: 1000 },
  );
});
