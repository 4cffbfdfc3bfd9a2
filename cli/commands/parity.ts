import { Argument } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { withProgress } from "../progress.ts";
import { renderParity } from "../print/render-parity.ts";
import { json } from "../print/words.ts";

/** Lays two environments side by side, each planned on its own cloud. */
export const parity = defineCommand({
  name: "parity",
  says: "Say what two environments have in common, where they differ and what one of them lacks.",
  examples: [
    "landbridge parity bitvelocity-gcp-prod bitvelocity-local",
    "landbridge parity bitvelocity-gcp-prod bitvelocity-local --all",
    "landbridge parity bitvelocity-gcp-prod bitvelocity-local --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<left>", "name or path"))
      .addArgument(new Argument("<right>", "name or path"))
      .option("--all", "also print what is equal", false)
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({ left: z.string(), right: z.string(), all: z.boolean(), json: z.boolean() }),
  run: async ({ left, right, all, json: asJson }, context) => {
    const { loadPlatform } = await import("../../stacks/load.ts");
    // Both are read before either is planned: a mistake in the second must not wait for the first.
    const [first, second] = [loadPlatform(left, context.root), loadPlatform(right, context.root)];
    const { compareEnvironments } = await import("../../plan/parity/compare-environments.ts");
    const { unexplained } = await import("../../plan/parity/row.ts");
    const { planEnvironment } = await import("../../plan/plan-environment.ts");
    const { chartRenderer } = await import("../manifests/chart-renderer.ts");
    const side = ({ environment, origins }: typeof first) =>
      withProgress(context, `planning ${environment.name}`, async () => {
        const plan = await planEnvironment(environment, { charts: chartRenderer(context) });
        return { environment, origins, plan };
      });
    // One after the other: a plan runs the program in this process.
    const result = compareEnvironments(await side(first), await side(second));
    context.stdout.write(asJson ? json(result) : renderParity(result, { all }, context));
    return unexplained(result).length > 0 ? exitCodes.differences : exitCodes.success;
  },
});
