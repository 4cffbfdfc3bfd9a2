import { InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { canonicalJson } from "../../components/kit/names.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { withProgress } from "../progress.ts";
import { alignColumns, json, lines } from "../print/words.ts";

/** Asks the registries for digests and records them. */
export const chartsLock = defineCommand({
  name: "charts lock",
  says: "Ask the registries for the digests of charts and images, and record them. The one command that uses a network.",
  examples: ["landbridge charts lock", "landbridge charts lock --timeout 5", "landbridge charts lock --json"],
  declare: (command) =>
    command
      .addOption(
        new Option("--timeout <seconds>", "after which one registry is given up").argParser(parseSeconds).default(20),
      )
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({ timeout: z.number(), json: z.boolean() }),
  run: async ({ timeout, json: asJson }, context) => {
    const { lockCharts, readLock, writeLock } = await import("../../charts/lock.ts");
    const before = await readLock();
    const { lock, outcomes } = await withProgress(context, "asking registries", () =>
      lockCharts(before, { fetch: globalThis.fetch, timeoutMs: timeout * 1000 }),
    );
    const isChanged = canonicalJson(lock) !== canonicalJson(before);
    if (isChanged) await writeLock(lock);
    const rows = outcomes.map(({ subject, after, problem }) => [subject, after, problem ?? ""]);
    const unasked = outcomes.filter(({ problem }) => problem !== undefined).length;
    const said = `${outcomes.length - unasked} of ${outcomes.length} digests seen; charts/charts.lock.json is ${isChanged ? "written" : "as it was"}`;
    context.stdout.write(asJson ? json({ outcomes, written: isChanged }) : lines(...alignColumns(rows, ""), said));
    return unasked > 0 ? exitCodes.differences : exitCodes.success;
  },
});

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 600)) throw new InvalidArgumentError("It has to be a number of seconds up to 600.");
  return seconds;
}
