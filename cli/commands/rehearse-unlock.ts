import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { declareRehearsal, rehearsalArgs, rehearsedStack } from "../rehearsal.ts";
import { json } from "../print/words.ts";

/** Clears the lock that a dead run left on a rehearsed stack. */
export const rehearseUnlock = defineCommand({
  name: "rehearse unlock",
  says: "Clear the lock that a dead run left on a rehearsed stack. Refused while that run lives.",
  examples: [
    "landbridge rehearse unlock bitvelocity-local",
    "landbridge rehearse unlock bitvelocity-local --force",
    "landbridge rehearse unlock bitvelocity-local --state /tmp/rehearsal --json",
  ],
  declare: (command) => declareRehearsal(command).option("--force", "also the lock of a run that seems alive", false),
  args: rehearsalArgs.extend({ force: z.boolean() }),
  run: async ({ force, ...args }, context) => {
    const { stack, options } = await rehearsedStack(args, context);
    const { unlock } = await import("../../rehearsal/rehearse.ts");
    const holder = unlock(stack, { root: options.root, force });
    const who = holder === undefined ? "" : ` of ${holder.operation}, process ${holder.pid} on ${holder.host}`;
    const said = holder === undefined ? `${stack}: there was no lock\n` : `${stack}: cleared the lock${who}\n`;
    context.stdout.write(args.json ? json({ stack, holder: holder ?? null }) : said);
    return exitCodes.success;
  },
});
