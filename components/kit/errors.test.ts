import { expect, it } from "vitest";
import { renderIssue } from "./errors.ts";

it("an issue is one line of printable text, whatever was in the file", () => {
  const issue = {
    file: "environments/a\nb/\u001b[2J.yaml",
    line: 1,
    path: 'x["\u202e"]',
    value: "a\nno problems\u2028\u0085",
    rule: "is\rnot",
    wayOut: "write\tit",
  };
  expect(renderIssue(issue)).toBe(
    'environments/a\\u{a}b/\\u{1b}[2J.yaml:1 x["\\u{202e}"] = a\\u{a}no problems\\u{2028}\\u{85}: is\\u{d}not; write\\u{9}it',
  );
});
