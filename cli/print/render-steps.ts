import type { PropertyDiff } from "../../rehearsal/steps/differences.ts";
import type { RehearsalResult, SettledOperation, StepKind } from "../../rehearsal/result.ts";
import type { Context } from "../context.ts";
import { paint } from "./paint.ts";
import { countKinds } from "./render-plan.ts";
import { shortValue } from "./short-value.ts";
import { alignColumns, plural } from "./words.ts";

type StepLine = RehearsalResult["steps"][number];

const verbs: Readonly<Record<StepKind, { readonly sign: string; readonly done: string }>> = {
  create: { sign: "+", done: "created" },
  update: { sign: "~", done: "updated" },
  replace: { sign: "±", done: "replaced" },
  delete: { sign: "-", done: "deleted" },
  read: { sign: "<", done: "read" },
  same: { sign: "=", done: "unchanged" },
};

/** Steps for people: creations and deletions by kind, updates and replacements each with what changes. */
export function renderSteps(steps: readonly StepLine[], context: Pick<Context, "isTerminal" | "env">): string[] {
  const ofKind = (kind: StepKind): StepLine[] => steps.filter(({ step }) => step === kind);
  const counted = (kind: StepKind): string[] =>
    alignColumns(countKinds(ofKind(kind)).map((row) => [row.count, `${verbs[kind].sign} ${row.kind}`]));
  const listed = [...ofKind("update"), ...ofKind("replace")].toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
  return [
    ...counted("create").map((line) => paint(context, "green", line)),
    ...listed.flatMap((step) => [
      paint(context, "yellow", `  ${verbs[step.step].sign} ${step.type} ${step.name}`),
      ...step.diffs.map(renderDiff),
    ]),
    ...counted("delete").map((line) => paint(context, "red", line)),
  ];
}

/** A difference as an indented line. */
export function renderDiff({ path, old, new: next, replaces }: PropertyDiff): string {
  const side = (value: PropertyDiff["old"]): string => (value === undefined ? "(absent)" : shortValue(value));
  return `      ${path}: ${side(old)} -> ${side(next)}${replaces ? " (replaces it)" : ""}`;
}

/** Figures of a run in words: `40 created, 2 unchanged`; zeros are left out. */
export function renderSummary(summary: RehearsalResult["summary"]): string {
  const kinds = ["create", "update", "replace", "delete", "read", "same"] as const;
  const parts = kinds.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${verbs[kind].done}`);
  return parts.length === 0 ? "nothing is there" : parts.join(", ");
}

/** What became of operations that a killed run left open. */
function renderSettled(settled: readonly SettledOperation[]): string[] {
  if (settled.length === 0) return [];
  return [
    `Settled ${plural(settled.length, "operation")} that an earlier run left open`,
    ...alignColumns(settled.map(({ urn, operation, outcome }) => [operation, outcome, urn])),
  ];
}

/** A whole run for people. */
export function renderRun(result: RehearsalResult, context: Pick<Context, "isTerminal" | "env">): string[] {
  const { stack, steps, summary, settled, interrupted, remaining } = result;
  return [
    ...renderSettled(settled),
    ...renderSteps(steps, context),
    `${stack}: ${renderSummary(summary)}, on simulated clouds`,
    ...(interrupted ? [`Interrupted: ${plural(remaining.length, "step")} left; the same command goes on`] : []),
  ];
}
