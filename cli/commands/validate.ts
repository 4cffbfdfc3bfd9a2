import { Argument } from "commander";
import { z } from "zod";
import { EnvironmentError, renderIssue, type Issue } from "../../components/kit/errors.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { alignColumns, json, lines, plural } from "../print/words.ts";

interface Validated {
  readonly environment: string;
  readonly issues: readonly Issue[];
}

/** Checks environments and says everything that is wrong with them. */
export const validate = defineCommand({
  name: "validate",
  says: "Check environments and say everything that is wrong with them. All of them when none is named.",
  examples: [
    "landbridge validate",
    "landbridge validate bitvelocity-local",
    "landbridge validate environments/bitvelocity/local.yaml --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("[environments...]", "names or paths"))
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({ environments: z.array(z.string()).default([]), json: z.boolean() }),
  run: async ({ environments, json: asJson }, { stdout, root }) => {
    const { listEnvironments } = await import("../../environments/load.ts");
    const { loadPlatform } = await import("../../stacks/load.ts");
    const wanted = environments.length > 0 ? environments : listEnvironments(root).map(({ name }) => name);
    const results = wanted.map((reference) => validateOne(reference, () => loadPlatform(reference, root)));
    stdout.write(asJson ? json({ environments: results }) : renderText(results));
    return results.some(({ issues }) => issues.length > 0) ? exitCodes.input : exitCodes.success;
  },
});

function validateOne(reference: string, load: () => { environment: { name: string } }): Validated {
  try {
    return { environment: load().environment.name, issues: [] };
  } catch (error) {
    if (error instanceof EnvironmentError) return { environment: reference, issues: error.issues };
    throw error;
  }
}

// Environments share files: what is wrong with a shared one is said once.
function renderText(results: readonly Validated[]): string {
  const issues = new Set(results.flatMap((result) => result.issues.map(renderIssue)));
  const rows = results.map(({ environment, issues: own }) => [
    environment,
    own.length === 0 ? "ok" : plural(own.length, "problem"),
  ]);
  const summary = results.length === 0 ? ["there are no environments; write environments/<system>/<target>.yaml"] : [];
  return lines(...issues, ...(issues.size > 0 ? [""] : []), ...alignColumns(rows, ""), ...summary);
}
