import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result, Run } from "sarif";
import type { PlanJudgement, ReportedVerdict } from "../judge.ts";
import { printable } from "./printable.ts";
import { shortUrn } from "./report-text.ts";
import { linesOf, textsOf, type RuleFacts } from "../rule.ts";
import { runRules } from "../run-rules.ts";
import { rules } from "../rules.ts";

/**
 * The judgement as SARIF 2.1.0, for code scanning. What holds is left out; what is exempt is listed as suppressed. No
 * times, so that the same judgement gives the same text.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(judgement: PlanJudgement): string {
  const told = judgement.verdicts.filter(({ verdict }) => verdict !== "holds" && verdict !== "not applicable");
  const descriptors = describeRules(new Set(told.map(({ rule }) => rule)));
  const run: Run = {
    tool: { driver: { name: "landbridge", rules: descriptors } },
    automationDetails: { id: `landbridge/${judgement.environment}` },
    columnKind: "utf16CodeUnits",
    results: told.map((verdict) => renderResult(verdict, descriptors)),
  };
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRules(ids: ReadonlySet<string>): ReportingDescriptor[] {
  const all: readonly Omit<RuleFacts, "appliesTo">[] = [...rules, ...Object.values(runRules)];
  return all
    .filter(({ id }) => ids.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(describeRule);
}

function describeRule(rule: Omit<RuleFacts, "appliesTo">): ReportingDescriptor {
  const { id, name, says, why, fix, source, severity, compliance, pack } = rule;
  const [helpUri] = textsOf(source);
  return {
    id,
    name,
    shortDescription: { text: says },
    fullDescription: { text: why },
    help: { text: linesOf(fix).join("\n") },
    ...(helpUri === undefined ? {} : { helpUri }),
    properties: { tags: [pack, ...compliance], "security-severity": severities[severity] },
  };
}

/** GitHub shows these as low, medium, high and critical. */
const severities: Readonly<Record<RuleFacts["severity"], string>> = {
  low: "2.0",
  medium: "5.0",
  high: "8.0",
  critical: "9.5",
};

function renderResult(verdict: ReportedVerdict, descriptors: readonly ReportingDescriptor[]): Result {
  const { rule, urn, message, exemption } = verdict;
  return {
    ruleId: rule,
    ruleIndex: descriptors.findIndex(({ id }) => id === rule),
    ...weight(verdict),
    message: { text: printable(message) },
    locations: [
      { logicalLocations: [{ name: printable(shortUrn(urn)), fullyQualifiedName: printable(urn), kind: "resource" }] },
    ],
    // Of what it is about, not of the message, which may say more next time.
    partialFingerprints: { "landbridge/v1": createHash("sha256").update(`${rule} ${urn}`).digest("hex") },
    ...(exemption === undefined
      ? {}
      : {
          suppressions: [
            { kind: "external" as const, status: "accepted" as const, justification: printable(exemption.reason) },
          ],
        }),
  };
}

/** Only what fails has a level besides none, says the standard (3.27.10). */
function weight({ fails, verdict, level }: ReportedVerdict): Pick<Result, "kind" | "level"> {
  if (fails) return { kind: "fail", level: "error" };
  if (verdict === "undecided") return { kind: "open", level: "none" };
  return { kind: "fail", level: level === "mandatory" ? "error" : "warning" };
}
