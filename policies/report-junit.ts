import builder from "junit-report-builder";
import type { PlanJudgement } from "./judge.ts";
import { shortUrn } from "./report-text.ts";

/**
 * The judgement as JUnit XML: a suite for each rule, a case for each resource. What stops the platform is a failure; what
 * is undecided or exempt and doesn't is skipped; an advice is a pass with its message as output. No times.
 */
export function renderJunit({ environment, verdicts }: PlanJudgement): string {
  const report = builder.newBuilder().name(environment);
  const byRule = Map.groupBy(verdicts, ({ rule, name }) => `${rule} ${name}`);
  for (const [rule, cases] of byRule) {
    const suite = report.testSuite().name(rule);
    for (const { urn, verdict, message, fails } of cases) {
      const test = suite
        .testCase()
        .className(rule)
        .name(printable(shortUrn(urn)));
      if (fails) test.failure(printable(message), verdict);
      else if (verdict === "undecided" || verdict === "exempt") test.skipped();
      if (!fails && verdict !== "holds") test.standardOutput(printable(`${verdict}: ${message}`));
    }
  }
  return `${report.build()}\n`;
}

// XML 1.0 has no way to write control characters. https://www.w3.org/TR/xml/#charsets
function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, "\uFFFD");
}
