import { Argument, Option } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes, type ExitCode } from "../exit-code.ts";
import type { Context } from "../context.ts";
import { comparePlans, isEqual } from "../plan-comparison.ts";
import { parsePlanFile, planFile, type PlanFile } from "../plan-file.ts";
import { layers } from "../../stacks/names.ts";
import { planFor } from "../planning.ts";
import { renderComparison } from "../print/render-comparison.ts";
import { renderPlan } from "../print/render-plan.ts";
import { readInput } from "../user-files.ts";
import { json } from "../print/words.ts";

/** Lists what an environment asks for, or how that differs from an earlier plan. */
export const plan = defineCommand({
  name: "plan",
  says: "List what an environment asks for. Needs no cloud, no credentials and no network.",
  examples: [
    "landbridge plan bitvelocity-local",
    "landbridge plan bitvelocity-local --json > before.json",
    "landbridge plan bitvelocity-local --layer cluster --against before.json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .addOption(new Option("--layer <layer>", "one layer as a stack of its own").choices(layers))
      .option("--against <file>", "compare with a file that plan --json wrote; exit 1 when they differ")
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({
    environment: z.string(),
    layer: z.enum(layers).optional(),
    against: z.string().optional(),
    json: z.boolean(),
  }),
  run: async ({ environment, layer, against, json: asJson }, context) => {
    const earlier = against === undefined ? undefined : parsePlanFile(readInput(context, against), against);
    const { plan: planned } = await planFor(environment, context, { layer });
    const now = planFile(planned);
    if (earlier !== undefined) return compare(earlier, now, asJson, context);
    context.stdout.write(asJson ? json(now) : renderPlan(planned, context));
    return exitCodes.success;
  },
});

function compare(earlier: PlanFile, now: PlanFile, asJson: boolean, context: Context): ExitCode {
  const comparison = comparePlans(earlier, now);
  context.stdout.write(asJson ? json(comparison) : renderComparison(comparison, context));
  return isEqual(comparison) ? exitCodes.success : exitCodes.differences;
}
