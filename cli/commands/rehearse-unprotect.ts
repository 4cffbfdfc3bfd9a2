import { Argument } from "commander";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import { shortUrn } from "../../policies/reports/report-text.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { declareRehearsal, rehearsalArgs, rehearsedStack } from "../rehearsal.ts";
import { json, lines, plural } from "../print/words.ts";

/** Takes the protection off resources of a rehearsed stack. */
export const rehearseUnprotect = defineCommand({
  name: "rehearse unprotect",
  says: "Take the protection off resources of a rehearsed stack, the first of the two words that destroy it.",
  examples: [
    "landbridge rehearse unprotect bitvelocity-local",
    "landbridge rehearse unprotect bitvelocity-local --yes",
    "landbridge rehearse unprotect bitvelocity-local urn:pulumi:bitvelocity-local::landbridge::t::n --yes",
  ],
  declare: (command) =>
    declareRehearsal(command)
      .addArgument(new Argument("[urns...]", "what to unprotect (default: everything that is protected)"))
      .option("--yes", "do it; without it, only say what would be unprotected", false),
  args: rehearsalArgs.extend({ yes: z.boolean(), urns: z.array(z.string()).default([]) }),
  run: async ({ yes, urns, ...args }, context) => {
    const { stack, options } = await rehearsedStack(args, context);
    const { readCheckpoint, unprotect } = await import("../../rehearsal/rehearse.ts");
    const { resources } = readCheckpoint(stack, options);
    const unknown = urns.filter((urn) => !resources.some((resource) => resource.urn === urn));
    if (unknown.length > 0) throw new UsageError(`${stack} doesn't hold ${unknown.join(", ")}`);
    const wanted = resources
      .filter(({ urn, protect }) => protect === true && (urns.length === 0 || urns.includes(urn)))
      .map(({ urn }) => urn)
      .sort();
    if (yes && wanted.length > 0) await unprotect(stack, wanted, options);
    const isDone = yes || wanted.length === 0;
    const figure = `${stack}: ${wanted.length === 0 ? "nothing is protected, so nothing was" : plural(wanted.length, "resource")}`;
    const said = isDone ? `${figure} unprotected` : `${figure} would be unprotected; nothing was done, --yes does it`;
    context.stdout.write(
      args.json
        ? json({ stack, done: isDone, urns: wanted })
        : lines(...wanted.map((urn) => `  ${shortUrn(urn)}`), said),
    );
    return isDone ? exitCodes.success : exitCodes.differences;
  },
});
