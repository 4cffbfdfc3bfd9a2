import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import { parseFile } from "./parse.ts";
import { processorTime } from "./project.fixture.ts";
import { plainOf } from "./tree.ts";

function parse(text: string) {
  return parseFile("f.yaml", new TextEncoder().encode(text));
}

function value(text: string): unknown {
  const parsed = parse(text);
  return "tree" in parsed ? plainOf(parsed.tree) : parsed.issues.map(({ rule }) => rule);
}

const quarter = limits.fileBytes - 16;
/** Texts of nearly the largest size that cost a naive reader minutes or gigabytes. */
const bombs: readonly (readonly [what: string, text: string])[] = [
  ["brackets", "[".repeat(quarter)],
  ["dashes", "- ".repeat(quarter / 2)],
  ["questions", "? ".repeat(quarter / 2)],
  ["anchors", "&a ".repeat(quarter / 3)],
  ["closing brackets", "]".repeat(limits.lexemes - 10)],
  ["commas", `[${",".repeat(limits.lexemes - 10)}]`],
  ["directives", "%\n".repeat(limits.lexemes / 2 - 10)],
  ["keys", Array.from({ length: 9000 }, (_, index) => `k${index}: 1`).join("\n")],
  ["backslashes", `"${"\\".repeat(quarter)}`],
  ["one long key", `${"k".repeat(quarter)}: 1`],
  ["a billion laughs", laughs()],
  ["an anchor within itself", "a: &a [*a, *a]"],
];

function laughs(): string {
  const lines = Array.from("bcdefghij").map(
    (name, index) => `${name}: &${name} [${`*${"abcdefghi"[index] ?? ""}, `.repeat(9)}]`,
  );
  return ["a: &a [lol, lol, lol]", ...lines].join("\n");
}

describe("parseFile", () => {
  it("reads YAML 1.2: yes and dates are text, 0o10 is a number", () => {
    expect(value("a: yes\nb: 2026-01-31\nc: 0o10\nd: 1_000\ne: ~\nf: 'true'")).toEqual({
      a: "yes",
      b: "2026-01-31",
      c: 8,
      d: "1_000",
      e: null,
      f: "true",
    });
  });

  it("expands aliases, the last anchor of a name counting", () => {
    expect(value("a: &x { b: 1 }\nc: *x\nd: &x 2\ne: *x")).toEqual({ a: { b: 1 }, c: { b: 1 }, d: 2, e: 2 });
  });

  it("expands a hundred aliases and no more", () => {
    const list = (count: number): string => `a: &x 1\nb: [${"*x, ".repeat(count)}]`;
    expect(value(list(limits.aliases))).toMatchObject({ a: 1 });
    expect(value(list(limits.aliases + 1))).toEqual([`aliases are expanded more than ${limits.aliases} times`]);
  });

  it("counts values after aliases are expanded", () => {
    const list = (count: number): string => `a: &x [${"1, ".repeat(1000)}]\nb: [${"*x, ".repeat(count)}]`;
    expect(value(list(10))).toHaveProperty("b");
    expect(value(list(20))).toEqual([`the file holds more than ${limits.nodes} values`]);
  });

  it("skips a byte order mark without counting it", () => {
    expect(parse("\ufeffa: 1\na: 2").issues).toMatchObject([{ line: 2, column: 1, path: "a" }]);
  });

  it("refuses what is not UTF-8", () => {
    expect(parseFile("f.yaml", Uint8Array.of(0x61, 0x3a, 0x20, 0xff)).issues).toMatchObject([
      { file: "f.yaml", line: 1, column: 1, rule: "is not UTF-8 text" },
    ]);
    expect(parseFile("f.yaml", Buffer.from("\ufeffa: 1", "utf16le")).issues).toHaveLength(1);
  });

  it("refuses more bytes than the limit", () => {
    const text = `a: ${"x".repeat(limits.fileBytes)}`;
    expect(value(text)).toEqual([`holds more than 256 KiB or ${limits.lexemes} words and marks`]);
    const lines = `# ${"x".repeat(limits.fileBytes)}`.slice(0, limits.fileBytes - 5);
    expect(value(`${lines}\na: 1`)).toHaveProperty("a");
  });

  it("refuses a value or key that is longer than the limit", () => {
    const rule = `is longer than ${limits.scalarLength} characters`;
    const text = "x".repeat(limits.scalarLength);
    expect(value(`a: ${text}`)).toHaveProperty("a");
    expect(value(`a: ${text}x`)).toEqual([rule]);
    expect(value(`? ${text}x\n: 1`)).toEqual([rule]);
  });

  it.each(["0085", "009b", "2028", "2029", "200e", "202e", "2066", "2069", "feff", "061c", "001b", "d800"])(
    "refuses \\u%s in values and in keys",
    (code) => {
      expect(value(`a: "x\\u${code}y"`)).toEqual(["holds a control character"]);
      expect(value(`"x\\u${code}y": a`)).toEqual(["holds a control character"]);
    },
  );

  it("takes line breaks and tabs in values, not in keys", () => {
    expect(value('a: "x\\ty\\n"')).toEqual({ a: "x\ty\n" });
    expect(value('"x\\ny": 1')).toEqual(["is a key with a line break or a tab"]);
  });

  it.each(["${urn:pulumi:dev::x}", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "04DA6B54-80E4-46F7-96EC-B56FF0331BA9"])(
    "refuses what a plan writes for a value that it doesn't know: %s",
    (text) => {
      const rule = "holds what a plan writes for a value that isn't known yet";
      expect(value(`a: "x ${text}"`)).toEqual([rule]);
      expect(value(`"${text}": 1`)).toEqual([rule]);
    },
  );

  it("takes other placeholders and identifiers", () => {
    const text = "${HOME} 04da6b54-80e4-46f7-96ec-b56ff0331ba8";
    expect(value(`a: "${text}"`)).toEqual({ a: text });
  });

  it("gives objects no other prototype", () => {
    const parsed = value("a: 1\nb:\n  __proto__: { polluted: true }\n");
    expect(parsed).toEqual(["is not a field here, and no name either"]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("shows at most twenty syntax errors of a file", () => {
    expect(parse("a: ]\n".repeat(100)).issues).toHaveLength(limits.syntaxErrors);
  });

  it.each(bombs)("takes less than a second for a bomb of %s", (_what, text) => {
    const taken = processorTime(() => {
      const parsed = parse(text);
      expect(parsed.issues.length > 0 || "tree" in parsed).toBe(true);
    });
    expect(taken).toBeLessThan(1000);
  });

  it("answers any bytes with a tree or with issues that have a place", () => {
    const mark = fc.constantFrom(
      ...Array.from("[]{}:,-?&*!|>'\"%@`#\n\t \\~<=."),
      "a",
      "1",
      "---\n",
      ": ",
      "- ",
      "<<",
      "\u0000",
      "é",
    );
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: "binary", maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
      fc.array(mark, { maxLength: 300 }).map((marks) => new TextEncoder().encode(marks.join(""))),
    );
    fc.assert(
      fc.property(garbage, (bytes) => {
        const parsed = parseFile("f.yaml", bytes);
        if ("tree" in parsed) return;
        expect(parsed.issues.length).toBeGreaterThan(0);
        for (const { line = 0, column = 0, rule, wayOut } of parsed.issues) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(rule).not.toBe("");
          expect(wayOut).not.toBe("");
        }
      }),
      { numRuns: 2000 },
    );
  });
});
