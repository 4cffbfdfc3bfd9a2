import type { PlanJudgement } from "../../policies/judge.ts";
import { renderJson } from "../../policies/reports/report-json.ts";
import { renderJunit } from "../../policies/reports/report-junit.ts";
import { renderSarif } from "../../policies/reports/report-sarif.ts";
import { renderText } from "../../policies/reports/report-text.ts";

/** Formats that `check` offers. */
export type ReportFormat = "text" | "json" | "sarif" | "junit";

/** A judgement in one of them: the same judgement gives the same bytes. */
export function renderJudgement(judgement: PlanJudgement, format: ReportFormat): string {
  switch (format) {
    case "text":
      return renderText(judgement);
    case "json":
      return renderJson(judgement);
    case "sarif":
      return renderSarif(judgement);
    case "junit":
      return renderJunit(judgement);
    default:
      return format satisfies never;
  }
}
