import { Argument, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { UsageError } from "../../components/kit/errors.ts";
import { defineCommand } from "../command.ts";
import type { Finding } from "../examine-machine.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { paint } from "../print/paint.ts";
import { withProgress } from "../progress.ts";
import type { Checked } from "../run-check.ts";
import { alignColumns, json, lines } from "../print/words.ts";

/** Says what this machine has and what each missing thing prevents; with `--cloud` the same of the environment's account. */
export const doctor = defineCommand({
  name: "doctor",
  says: "Say what this machine has and what each missing thing prevents; with --cloud also what the account has. Exit 1 when the environment needs something that is missing.",
  examples: [
    "landbridge doctor",
    "landbridge doctor bitvelocity-local",
    "landbridge doctor bitvelocity-local --cloud --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("[environment]", "name or path of one to bring up for real (default: none is needed)"))
      .option("--cloud", "ask the cloud too, by its own program and whoever is logged in there; only reads", false)
      .addOption(
        new Option("--timeout <seconds>", "most that one question to the cloud may take")
          .argParser(parseSeconds)
          .default(30),
      )
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({
    environment: z.string().optional(),
    cloud: z.boolean(),
    timeout: z.number(),
    json: z.boolean(),
  }),
  run: async ({ environment: reference, cloud, timeout, json: asJson }, context) => {
    if (cloud && reference === undefined)
      throw new UsageError("--cloud asks about the account of an environment; name one: doctor <environment> --cloud");
    const { loadPlatform } = await import("../../stacks/load.ts");
    const environment = reference === undefined ? undefined : loadPlatform(reference, context.root).environment;
    const { examineMachine } = await import("../examine-machine.ts");
    const findings = examineMachine(environment, context);
    const checks = cloud && environment !== undefined ? await askCloud(environment, timeout, context) : undefined;
    context.stdout.write(
      asJson
        ? json({ environment: environment?.name ?? null, findings: findings.map(asRow), checks: checks ?? null })
        : renderText(findings, context) + (checks === undefined ? "" : renderChecks(checks, context)),
    );
    const missing =
      findings.some(({ needed, found }) => needed && found === undefined) ||
      (checks ?? []).some(({ verdict }) => verdict === "missing");
    return missing ? exitCodes.differences : exitCodes.success;
  },
});

async function askCloud(environment: AnyEnvironment, timeoutSeconds: number, context: Context): Promise<Checked[]> {
  const { bootstrapChecks } = await import("../../components/clouds/table.ts");
  const { runChecks } = await import("../run-check.ts");
  const checks = bootstrapChecks(environment);
  return withProgress(context, `asking ${environment.cloud.name}`, () =>
    runChecks(checks, { env: context.env, timeoutSeconds }),
  );
}

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

function renderChecks(checks: readonly Checked[], context: Context): string {
  if (checks.length === 0) return lines("There is no account to ask.");
  const rows = alignColumns(
    checks.map(({ verdict, what, found }) => [verdict, what, found]),
    "",
  );
  return lines(
    ...checks.flatMap(({ verdict, command, wayOut }, index) => {
      const row = rows[index] ?? "";
      const asked = `         asked by: ${command}`;
      if (verdict === "ok") return [row];
      if (verdict === "unknown") return [paint(context, "yellow", row), asked];
      return [paint(context, "red", row), asked, `         ${wayOut}`];
    }),
  );
}

function parseSeconds(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (seconds < 1) throw new InvalidArgumentError("It has to be 1 to 999 seconds.");
  return seconds;
}
