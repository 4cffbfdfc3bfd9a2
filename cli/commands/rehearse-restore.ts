import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { declareRehearsal, rehearsalArgs, rehearsedStack } from "../rehearsal.ts";
import { json } from "../print/words.ts";

/** Puts back the state before the last run. */
export const rehearseRestore = defineCommand({
  name: "rehearse restore",
  says: "Put back a rehearsed stack's state as it was before its last run, when its file is damaged.",
  examples: [
    "landbridge rehearse restore bitvelocity-local",
    "landbridge rehearse restore bitvelocity-local --layer cloud",
    "landbridge rehearse restore bitvelocity-local --state /tmp/rehearsal --json",
  ],
  declare: declareRehearsal,
  args: rehearsalArgs,
  run: async (args, context) => {
    const { stack, options } = await rehearsedStack(args, context);
    const { restore } = await import("../../rehearsal/rehearse.ts");
    await restore(stack, options);
    const said = `${stack}: the state is as it was before the last run; rehearse refresh --yes takes in what that run did\n`;
    context.stdout.write(args.json ? json({ stack, restored: true }) : said);
    return exitCodes.success;
  },
});
