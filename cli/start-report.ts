import { join } from "node:path";
import type { Plan } from "../plan/planned-resource.ts";
import type { PlanJudgement } from "../policies/judge.ts";
import { printable } from "../policies/reports/printable.ts";
import { renderText, shortUrn } from "../policies/reports/report-text.ts";
import type { RehearsalResult } from "../rehearsal/result.ts";
import type { Context } from "./context.ts";
import { paint } from "./print/paint.ts";
import { stateFile, type Rehearsed } from "./rehearsal.ts";
import { countKinds, renderOpaque } from "./print/render-plan.ts";
import { renderSummary } from "./print/render-steps.ts";
import { pathFrom, writeOutput } from "./user-files.ts";
import { alignColumns, json, lines, plural } from "./print/words.ts";

/** What the main job found and did. */
export interface StartReport {
  readonly plan: Plan;
  readonly judgement: PlanJudgement;
  /** Undefined where the rules forbid it. */
  readonly rehearsal: RehearsalResult | undefined;
}

/** Where its files are, as the user would type them. */
export interface StartFiles {
  readonly text: string;
  readonly json: string;
  readonly state: string;
}

/** Writes the report twice, for people and for machines. */
export async function writeStartReport(
  report: StartReport,
  rehearsed: Rehearsed,
  context: Context,
): Promise<StartFiles> {
  const { plan, judgement, rehearsal } = report;
  const folder = join(context.root, ".landbridge", "reports");
  const files = {
    text: pathFrom(context, join(folder, `${plan.environment}.txt`)),
    json: pathFrom(context, join(folder, `${plan.environment}.json`)),
    state: await stateFile(rehearsed, context),
  };
  const plain = { isTerminal: false, env: {} };
  writeOutput(context, files.text, `${renderStart(report, files, plain)}\n${renderText(judgement)}`);
  writeOutput(
    context,
    files.json,
    json({
      environment: plan.environment,
      cloud: plan.cloud,
      digest: plan.digest,
      kinds: countKinds(plan.resources),
      opaque: plan.opaque,
      judgement,
      rehearsal: rehearsal === undefined ? null : { summary: rehearsal.summary, interrupted: rehearsal.interrupted },
    }),
  );
  return files;
}

/** The summary at the end: what there is, whether the rules hold, what was done, and what to type next. */
export function renderStart(
  { plan, judgement, rehearsal }: StartReport,
  files: StartFiles,
  context: Pick<Context, "isTerminal" | "env">,
): string {
  const name = plan.environment;
  return lines(
    paint(context, "bold", `${name} on ${plan.cloud}: ${plural(plan.resources.length, "resource")}`),
    ...alignColumns(countKinds(plan.resources).map(({ kind, count }) => [count, kind])),
    ...renderOpaque(plan.opaque),
    ...failures(judgement),
    ...alignColumns(
      [
        ["Policies", verdictsOf(judgement, context)],
        ["Rehearsal", rehearsalOf(rehearsal)],
        ["Report", `${files.text} and ${files.json}`],
        ...(rehearsal === undefined ? [] : [["State", files.state]]),
        ["Next", `npx landbridge explain ${name} cluster`],
        ["", `npx landbridge check ${name}`],
        ["", rehearsal === undefined ? `npm start -- ${name}` : `npx landbridge rehearse destroy ${name}`],
        ["", `npx landbridge init ${name}`],
      ],
      "",
    ),
  );
}

/** What stops the platform; the rest is in the report. */
function failures({ verdicts }: PlanJudgement): string[] {
  return verdicts
    .filter(({ fails }) => fails)
    .flatMap(({ rule, name, urn, message }) => [
      `Stops it: ${rule} ${name}: ${printable(shortUrn(urn))}`,
      `  ${printable(message)}`,
    ]);
}

function verdictsOf({ summary }: PlanJudgement, context: Pick<Context, "isTerminal" | "env">): string {
  const { holds, violated, undecided, exempt, failed } = summary;
  const figures = `${holds} hold, ${violated} violated, ${undecided} undecided, ${exempt} exempt`;
  return failed
    ? paint(context, "red", `${figures}: a mandatory rule doesn't hold`)
    : paint(context, "green", `${figures}: nothing stops the platform`);
}

function rehearsalOf(result: RehearsalResult | undefined): string {
  if (result === undefined) return "not begun: the rules come first";
  const { summary, interrupted, remaining } = result;
  const isSame = summary.same === Object.values(summary).reduce((sum, count) => sum + count, 0);
  const said = interrupted
    ? `interrupted with ${plural(remaining.length, "step")} left; the same command goes on`
    : isSame
      ? `nothing changes, ${renderSummary(summary)}`
      : renderSummary(summary);
  return `${said} (simulated clouds, nothing real was made)`;
}
