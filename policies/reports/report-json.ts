import type { PlanJudgement } from "../judge.ts";
import { printableJson } from "./printable.ts";

/**
 * The judgement as JSON, ending in a line feed:
 * `{ environment, verdicts: [{ rule, level, verdict, urn, message }], summary }`. Whether it stops the platform is
 * `summary.failed`.
 */
export function renderJson({ environment, tier, summary, verdicts }: PlanJudgement): string {
  const report = {
    environment,
    verdicts: verdicts.map(({ rule, level, verdict, urn, message }) => ({ rule, level, verdict, urn, message })),
    summary: { tier, ...summary },
  };
  return `${printableJson(JSON.stringify(report, undefined, 2))}\n`;
}
