import { relative } from "node:path";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { planFor } from "../planning.ts";
import { withProgress } from "../progress.ts";
import { declareRehearsal, rehearsalArgs, rehearsalOptions, rehearsedOutputs } from "../rehearsal-options.ts";
import { renderSettled, renderSteps, renderSummary } from "../render-steps.ts";
import { json, lines, plural } from "../words.ts";
import { z } from "zod";

/** Brings an environment up against simulated clouds. */
export const rehearseUp = defineCommand({
  name: "rehearse up",
  says: "Bring an environment up on simulated clouds. Goes on where an earlier run stopped.",
  examples: [
    "landbridge rehearse up bitvelocity-local",
    "landbridge rehearse up bitvelocity-local --yes --json",
    "landbridge rehearse up bitvelocity-local --layer cloud --state /tmp/rehearsal",
  ],
  declare: (command) =>
    declareRehearsal(command).option("--yes", "also replace and delete; without it such a run does nothing", false),
  args: rehearsalArgs.extend({ yes: z.boolean() }).strict(),
  run: async (args, context) => {
    const { layer, json: asJson, yes } = args;
    const { loadPlatform } = await import("../../stacks/load.ts");
    const { layerStackName } = await import("../../stacks/names.ts");
    const { name } = loadPlatform(args.environment, context.root).environment;
    const options = rehearsalOptions(args, context);
    const outputs = await rehearsedOutputs(layerStackName(name, "cloud"), layer, options);
    const { plan } = await planFor(args.environment, context, { layer, outputs });
    const { readCheckpoint, stackOf, up, withStack } = await import("../../rehearsal/rehearse.ts");
    const { decideSteps } = await import("../../rehearsal/steps.ts");
    const stack = stackOf(plan);
    if (!yes) {
      const { steps, refusals } = decideSteps(withStack(plan), readCheckpoint(stack, options));
      const losses = steps.filter(({ step }) => step === "replace" || step === "delete");
      // A refusal by protection says more than that --yes is missing.
      if (losses.length > 0 && refusals.length === 0) {
        context.stdout.write(
          asJson
            ? json({ stack, refused: losses })
            : lines(
                ...renderSteps(losses, context),
                `${stack}: ${plural(losses.length, "resource")} would be replaced or deleted; nothing was done, --yes does it`,
              ),
        );
        return exitCodes.differences;
      }
    }
    const result = await withProgress(context, `bringing up ${stack}`, (say) =>
      context.interruptible((signal) => {
        let done = 0;
        const onStep = (): void => {
          say(`bringing up ${stack}: ${(done += 1)} of ${plan.resources.length}`);
        };
        return up(plan, { ...options, signal, onStep });
      }),
    );
    context.stdout.write(
      asJson
        ? json(result)
        : lines(
            ...renderSettled(result.settled),
            ...renderSteps(result.steps, context),
            `${stack}: ${renderSummary(result.summary)}, on a simulated cloud`,
            result.interrupted
              ? `Interrupted with ${plural(result.remaining.length, "step")} left; the same command goes on`
              : `State ${await stateFile(stack, options.root, context)}`,
          ),
    );
    return result.interrupted ? exitCodes.differences : exitCodes.success;
  },
});

async function stateFile(stack: string, root: string, { cwd }: Context): Promise<string> {
  const { stackFiles } = await import("../../rehearsal/stack-files.ts");
  const path = relative(cwd, stackFiles(root, stack).state);
  return path.startsWith("..") ? stackFiles(root, stack).state : path;
}
