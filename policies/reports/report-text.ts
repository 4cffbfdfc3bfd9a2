import type { PlanJudgement, ReportedVerdict } from "../judge.ts";
import { printable } from "./printable.ts";

/** The judgement for people: what stops the platform, what is worth knowing, and the figures. No colours, no clock. */
export function renderText({ environment, tier, verdicts, summary }: PlanJudgement): string {
  const failing = verdicts.filter(({ fails }) => fails);
  const noted = verdicts.filter(({ verdict, fails }) => !fails && (verdict === "violated" || verdict === "undecided"));
  const exempt = verdicts.filter(({ verdict }) => verdict === "exempt");
  const sections = [
    section("Stops the platform", failing),
    section("Worth knowing", noted),
    section("Exempt", exempt),
  ].filter((text) => text !== "");
  return [...sections, `${printable(environment)} (${tier}): ${figures(summary)}`, ""].join("\n");
}

function section(title: string, verdicts: readonly ReportedVerdict[]): string {
  if (verdicts.length === 0) return "";
  const lines = [`${title} (${verdicts.length})`];
  let rule = "";
  for (const verdict of verdicts) {
    if (verdict.rule !== rule) lines.push(`  ${verdict.rule} ${verdict.name}`);
    rule = verdict.rule;
    lines.push(`    ${verdict.verdict}: ${printable(shortUrn(verdict.urn))}`, `      ${printable(verdict.message)}`);
    if (verdict.exemption !== undefined) lines.push(`      ${printable(excuse(verdict.exemption))}`);
  }
  return [...lines, ""].join("\n");
}

function excuse({ reason, owner, ticket, expires }: NonNullable<ReportedVerdict["exemption"]>): string {
  return `exempt until ${expires} (${owner}, ${ticket}): ${reason}`;
}

/** `type name` of a URN, with the parents' types left out. */
export function shortUrn(urn: string): string {
  if (!urn.startsWith("urn:pulumi:")) return urn;
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").at(-1) ?? types} ${name.join("::")}`;
}

function figures(summary: PlanJudgement["summary"]): string {
  const parts = [
    `${summary.resources} resources`,
    `${summary.holds} hold`,
    `${summary.violated} violated (${summary.mandatoryViolated} mandatory)`,
    `${summary.undecided} undecided (${summary.mandatoryUndecided} of them stop the platform)`,
    `${summary.exempt} exempt under ${summary.exemptions.inForce} of ${summary.exemptions.given} exemptions`,
  ];
  if (summary.opaqueCharts > 0) parts.push(`${summary.opaqueCharts} charts not rendered`);
  if (summary.unjudgedTypes > 0) parts.push(`${summary.unjudgedTypes} types that no rule knows`);
  return parts.join(", ");
}
