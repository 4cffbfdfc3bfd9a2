import type { PlanJudgement, ReportedVerdict } from "../judge.ts";
import { printable } from "./printable.ts";
import { shortUrn } from "./report-text.ts";

/**
 * The judgement as JUnit XML: a suite for each rule, a case for each resource. What stops the platform is a failure; what
 * is undecided or exempt and doesn't is skipped; an advice is a pass with its message as output. No times.
 * https://github.com/testmoapp/junitxml
 */
export function renderJunit({ environment, verdicts }: PlanJudgement): string {
  const suites = [...Map.groupBy(verdicts, ({ rule, name }) => `${rule} ${name}`)].map(([suite, cases]) =>
    element(
      "testsuite",
      { name: suite, ...counts(cases) },
      cases.map((verdict) => renderCase(suite, verdict)),
    ),
  );
  const all = element("testsuites", { name: environment, ...counts(verdicts) }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}`;
}

function counts(cases: readonly ReportedVerdict[]): Readonly<Record<string, string>> {
  return {
    tests: String(cases.length),
    failures: String(cases.filter(({ fails }) => fails).length),
    errors: "0",
    skipped: String(cases.filter(isSkipped).length),
  };
}

function isSkipped({ verdict, fails }: ReportedVerdict): boolean {
  return !fails && (verdict === "undecided" || verdict === "exempt" || verdict === "not applicable");
}

function renderCase(suite: string, verdict: ReportedVerdict): string {
  const attributes = { classname: suite, name: shortUrn(verdict.urn) };
  if (verdict.fails)
    return element("testcase", attributes, [element("failure", { type: verdict.verdict, message: verdict.message })]);
  const said = `${verdict.verdict}: ${verdict.message}`;
  if (isSkipped(verdict)) return element("testcase", attributes, [element("skipped", { message: said })]);
  return verdict.verdict === "holds"
    ? element("testcase", attributes)
    : element("testcase", attributes, [`<system-out>${escaped(said)}</system-out>\n`]);
}

function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[] = []): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(" ");
  if (children.length === 0) return `<${start}/>\n`;
  return `<${start}>\n${indented(children.join(""))}</${name}>\n`;
}

// A text never begins a line: its line breaks are escaped.
function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, "  ");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  // XML 1.0 has no way to write most control characters, nor these two. https://www.w3.org/TR/xml/#charsets
  return printable(text)
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
