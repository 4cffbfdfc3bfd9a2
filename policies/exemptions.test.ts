import fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber, matchesPattern } from "./exemptions.ts";

test("a pattern without * matches itself only", () => {
  expect(matchesPattern("a:b:C/name", "a:b:C/name")).toBe(true);
  expect(matchesPattern("a:b:C/name", "a:b:C/name2")).toBe(false);
  expect(matchesPattern("a:b:C/n.me", "a:b:C/name")).toBe(false);
});

test("* stands for any run of characters, in order and without overlap", () => {
  expect(matchesPattern("a*c", "abc")).toBe(true);
  expect(matchesPattern("a*b*c", "acb")).toBe(false);
  expect(matchesPattern("ab*ba", "aba")).toBe(false);
  expect(matchesPattern("*:Deployment/shop-*-order", "kubernetes:apps/v1:Deployment/shop-eu-order")).toBe(true);
});

test("matching is what a regular expression would say", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", "[^]*")}$`);
      expect(matchesPattern(pattern, text)).toBe(expression.test(text));
    }),
    { seed: 1 },
  );
});

test("a hostile pattern doesn't take for ever", () => {
  const begun = performance.now();
  expect(matchesPattern(`${"*a".repeat(150)}b`, "a".repeat(300))).toBe(false);
  expect(performance.now() - begun).toBeLessThan(100);
});

test("a day is a day of the calendar", () => {
  expect(dayNumber("1970-01-02")).toBe(1);
  expect(dayNumber("2028-02-29")).toBe(21243);
  for (const wrong of ["2027-02-29", "2026-13-01", "2026-1-1", "tomorrow", "2026-11-21T00:00:00Z"])
    expect(dayNumber(wrong)).toBeUndefined();
});
