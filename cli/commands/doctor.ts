import { Argument } from "commander";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import type { Finding } from "../examine-machine.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { paint } from "../paint.ts";
import { alignColumns, json, lines } from "../words.ts";

/** Says what this machine has and what each missing thing prevents. */
export const doctor = defineCommand({
  name: "doctor",
  says: "Say what this machine has and what each missing thing prevents. Exit 1 when the environment needs one of them.",
  examples: ["landbridge doctor", "landbridge doctor bitvelocity-local", "landbridge doctor --json"],
  declare: (command) =>
    command
      .addArgument(new Argument("[environment]", "name or path of one to bring up for real (default: none is needed)"))
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({ environment: z.string().optional(), json: z.boolean() }),
  run: async ({ environment: reference, json: asJson }, context) => {
    const { loadPlatform } = await import("../../stacks/load.ts");
    const environment = reference === undefined ? undefined : loadPlatform(reference, context.root).environment;
    const { examineMachine } = await import("../examine-machine.ts");
    const findings = examineMachine(environment, context);
    const missing = findings.filter(({ needed, found }) => needed && found === undefined);
    context.stdout.write(
      asJson
        ? json({ environment: environment?.name ?? null, findings: findings.map(asRow) })
        : renderText(findings, context),
    );
    return missing.length > 0 ? exitCodes.differences : exitCodes.success;
  },
});

function asRow({ what, found, needed, prevents, wayOut }: Finding) {
  return { what, found: found ?? null, needed, prevents, wayOut };
}

function renderText(findings: readonly Finding[], context: Context): string {
  const rows = alignColumns(
    findings.map(({ what, found, needed }) => [
      found !== undefined ? "ok" : needed ? "missing" : "absent",
      what,
      found ?? "",
    ]),
    "",
  );
  return lines(
    ...findings.flatMap(({ found, needed, prevents, wayOut }, index) => {
      const row = rows[index] ?? "";
      if (found !== undefined) return [row];
      return [paint(context, needed ? "red" : "yellow", row), `         ${prevents}`, `         ${wayOut}`];
    }),
  );
}
