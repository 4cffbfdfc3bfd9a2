import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import {
  bringUp,
  declareRehearsal,
  lossesOf,
  planRehearsal,
  rehearsalArgs,
  rehearsedStack,
  stateFile,
} from "../rehearsal.ts";
import { bringUpWithCluster } from "../rehearsal-cluster.ts";
import { renderRun, renderSteps } from "../print/render-steps.ts";
import { json, lines, plural } from "../print/words.ts";
import { z } from "zod";

/** Brings an environment up on simulated clouds. */
export const rehearseUp = defineCommand({
  name: "rehearse up",
  says: "Bring an environment up on simulated clouds. Goes on where an earlier run stopped.",
  examples: [
    "landbridge rehearse up bitvelocity-local",
    "landbridge rehearse up bitvelocity-local --layer cloud --state /tmp/rehearsal",
    "landbridge rehearse up bitvelocity-local --yes --cluster",
  ],
  declare: (command) =>
    declareRehearsal(command)
      .option("--yes", "also replace and delete; without it such a run does nothing", false)
      .option("--cluster", "let a real API server judge Kubernetes objects; it is built with Go at first use", false),
  args: rehearsalArgs.extend({ yes: z.boolean(), cluster: z.boolean() }),
  run: async ({ yes, cluster, ...args }, context) => {
    const rehearsed = await rehearsedStack(args, context);
    const plan = await planRehearsal(rehearsed, context);
    const losses = yes ? [] : await lossesOf(plan, rehearsed);
    if (losses.length > 0) {
      const text = lines(
        ...renderSteps(losses, context),
        `${rehearsed.stack}: ${plural(losses.length, "resource")} would be replaced or deleted; nothing was done, --yes does it`,
      );
      context.stdout.write(args.json ? json({ stack: rehearsed.stack, needsYes: losses }) : text);
      return exitCodes.differences;
    }
    const { result, judged } = cluster
      ? await bringUpWithCluster(plan, rehearsed, context)
      : { result: await bringUp(plan, rehearsed, context), judged: [] };
    const state = `State: ${await stateFile(rehearsed, context)}`;
    context.stdout.write(args.json ? json(result) : lines(...renderRun(result, context), ...judged, state));
    return result.interrupted ? exitCodes.differences : exitCodes.success;
  },
});
