import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { withProgress } from "../progress.ts";
import { declareRehearsal, rehearsalArgs, rehearsedStack } from "../rehearsal.ts";
import { renderRun, renderSteps } from "../print/render-steps.ts";
import { json, lines, plural } from "../print/words.ts";

/** Deletes everything that a rehearsed stack has. */
export const rehearseDestroy = defineCommand({
  name: "rehearse destroy",
  says: "Delete everything that a rehearsed stack has. Refused where something is protected.",
  examples: [
    "landbridge rehearse destroy bitvelocity-local",
    "landbridge rehearse destroy bitvelocity-local --yes",
    "landbridge rehearse destroy bitvelocity-local --yes --layer cluster --state /tmp/rehearsal",
  ],
  declare: (command) => declareRehearsal(command).option("--yes", "do it; without it, only say what would go", false),
  args: rehearsalArgs.extend({ yes: z.boolean() }),
  run: async ({ yes, ...args }, context) => {
    const { stack, options } = await rehearsedStack(args, context);
    const { destroy, readCheckpoint } = await import("../../rehearsal/rehearse.ts");
    const { resources } = readCheckpoint(stack, options);
    if (!yes && resources.length > 0) {
      const steps = resources.map(({ urn, type }) => ({
        urn,
        type,
        name: urn.split("::").at(-1) ?? urn,
        step: "delete" as const,
        diffs: [],
      }));
      const text = lines(
        ...renderSteps(steps, context),
        `${stack}: ${plural(steps.length, "resource")} would be deleted; nothing was done, --yes does it`,
      );
      context.stdout.write(args.json ? json({ stack, needsYes: steps }) : text);
      return exitCodes.differences;
    }
    const result = await withProgress(context, `destroying ${stack}`, () =>
      context.interruptible((signal) => destroy(stack, { ...options, signal })),
    );
    context.stdout.write(args.json ? json(result) : lines(...renderRun(result, context)));
    return result.interrupted ? exitCodes.differences : exitCodes.success;
  },
});
