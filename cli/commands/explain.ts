import { Argument } from "commander";
import { z } from "zod";
import type { Explanation } from "../../environments/explain.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { paint } from "../print/paint.ts";
import { json, lines } from "../print/words.ts";

/** Says where a value of an environment comes from. */
export const explain = defineCommand({
  name: "explain",
  says: "Say what a field of an environment is, which file and line set it, and what it replaced.",
  examples: [
    "landbridge explain bitvelocity-local tier",
    "landbridge explain bitvelocity-local stores",
    "landbridge explain bitvelocity-local cluster --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .addArgument(new Argument("[path]", "a field, or a map for all that is in it (default: everything)"))
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({ environment: z.string(), path: z.string().default(""), json: z.boolean() }),
  run: async ({ environment, path, json: asJson }, context) => {
    const { loadPlatform } = await import("../../stacks/load.ts");
    const { explainValue } = await import("../../environments/explain.ts");
    const found = explainValue(loadPlatform(environment, context.root), path);
    context.stdout.write(asJson ? json(found) : lines(...found.flatMap((one) => renderExplanation(one, context))));
    return exitCodes.success;
  },
});

function renderExplanation({ path, value, origin, overridden, description }: Explanation, context: Context): string[] {
  return [
    `${paint(context, "bold", path)} = ${value}`,
    `  ${origin === "default" ? "the default" : `set in ${place(origin)}`}`,
    ...overridden.toReversed().map((old) => `  replaces ${old.value} of ${place(old)}`),
    ...(description === undefined ? [] : [`  ${paint(context, "dim", description)}`]),
  ];
}

function place({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}): string {
  return `${file}:${line}:${column}`;
}
