import { z } from "zod";
import type { Drift, RefreshResult } from "../../rehearsal/refresh.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { declareRehearsal, rehearsalArgs, rehearsedStack } from "../rehearsal.ts";
import { renderDiff } from "../print/render-steps.ts";
import { json, lines, plural } from "../print/words.ts";

/** Finds what someone changed behind the back of a rehearsed stack. */
export const rehearseRefresh = defineCommand({
  name: "rehearse refresh",
  says: "Find what someone changed in the simulated cloud behind the stack's back. Exit 1 when there is anything.",
  examples: [
    "landbridge rehearse refresh bitvelocity-local",
    "landbridge rehearse refresh bitvelocity-local --yes",
    "landbridge rehearse refresh bitvelocity-local --json --state /tmp/rehearsal",
  ],
  declare: (command) =>
    declareRehearsal(command).option("--yes", "take what was found into the state, so that `up` sets it right", false),
  args: rehearsalArgs.extend({ yes: z.boolean() }),
  run: async ({ yes, ...args }, context) => {
    const { stack, options } = await rehearsedStack(args, context);
    const { refresh } = await import("../../rehearsal/refresh.ts");
    const result = await refresh(stack, { ...options, previewOnly: !yes });
    context.stdout.write(args.json ? json(result) : renderRefresh(result, yes));
    return result.drift.length === 0 ? exitCodes.success : exitCodes.differences;
  },
});

const signs: Readonly<Record<Drift["kind"], string>> = { changed: "~", gone: "-", added: "+" };

function renderRefresh({ stack, drift }: RefreshResult, taken: boolean): string {
  if (drift.length === 0) return `${stack}: the simulated cloud is as the state says\n`;
  const next = taken ? "now in the state; `rehearse up` sets it right" : "the state is as it was; --yes takes it in";
  return lines(
    ...drift.flatMap(({ kind, type, id, urn, diffs }) => [
      `  ${signs[kind]} ${type} ${urn === "" ? id : (urn.split("::").at(-1) ?? id)} ${kind}`,
      ...diffs.map(renderDiff),
    ]),
    `${stack}: ${plural(drift.length, "difference")}; ${next}`,
  );
}
