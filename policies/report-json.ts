import type { PlanJudgement } from "./judge.ts";

/** The judgement as JSON: `{ environment, tier, summary, verdicts }`, ending in a line feed. */
export function renderJson({ environment, tier, summary, verdicts }: PlanJudgement): string {
  return `${JSON.stringify({ environment, tier, summary, verdicts }, undefined, 2)}\n`;
}
