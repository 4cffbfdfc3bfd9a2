import { Argument } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { planFor } from "../planning.ts";
import { bringUp, rehearsedStack } from "../rehearsal.ts";
import { renderStart, writeStartReport } from "../start-report.ts";
import { dayOf } from "../today.ts";

/** The main job from one end to the other: plan an environment, judge it, and bring it up on simulated clouds. */
export const start = defineCommand({
  name: "start",
  says: "Plan an environment, judge it, bring it up on simulated clouds and report. This is what `npm start` runs.",
  examples: ["landbridge start bitvelocity-local", "npm start", "npm start -- bitvelocity-local"],
  declare: (command) => command.addArgument(new Argument("<environment>", "name or path")),
  args: z.strictObject({ environment: z.string() }),
  run: async ({ environment: reference }, context) => {
    // What we want, and which resources that takes.
    const { environment, plan } = await planFor(reference, context);

    // Whether the rules allow it. What breaks a mandatory one isn't brought up.
    const { judgePlan } = await import("../../policies/judge.ts");
    const { tier, policies } = environment;
    const judgement = judgePlan(plan, { tier, exemptions: policies.exemptions, today: dayOf(context) });

    // The same steps as on a real cloud, without one: state and simulated clouds are files.
    const rehearsed = await rehearsedStack({ environment: reference, json: false }, context);
    const result = judgement.summary.failed ? undefined : await bringUp(plan, rehearsed, context);

    const report = { plan, judgement, rehearsal: result };
    const files = await writeStartReport(report, rehearsed, context);
    context.stdout.write(renderStart(report, files, context));
    if (result === undefined) return exitCodes.policy;
    return result.interrupted ? exitCodes.differences : exitCodes.success;
  },
});
