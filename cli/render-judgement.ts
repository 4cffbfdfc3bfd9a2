import { renderText } from "../policies/report-text.ts";
import type { PlanJudgement } from "../policies/judge.ts";
import { json } from "./words.ts";

/** A judgement in one of the formats that `check` offers. */
export function renderJudgement(judgement: PlanJudgement, format: "text" | "json" | "sarif" | "junit"): string {
  switch (format) {
    case "text":
      return renderText(judgement);
    default:
      return json(judgement);
  }
}
