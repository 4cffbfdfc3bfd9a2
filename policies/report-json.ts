import type { PlanJudgement } from "./judge.ts";
import { printableJson } from "./printable.ts";

/** The judgement as JSON: `{ environment, tier, summary, verdicts }`, ending in a line feed. */
export function renderJson({ environment, tier, summary, verdicts }: PlanJudgement): string {
  return `${printableJson(JSON.stringify({ environment, tier, summary, verdicts }, undefined, 2))}\n`;
}
