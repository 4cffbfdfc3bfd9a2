import { z } from "zod";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { writeOutput } from "../user-files.ts";

/** Prints the JSON Schema of environment files. */
export const schema = defineCommand({
  name: "schema",
  says: "Print the JSON Schema of environment files, for editors.",
  examples: [
    "landbridge schema",
    "landbridge schema --out environments/schema/environment.schema.json",
    "landbridge schema > /tmp/environment.schema.json",
  ],
  declare: (command) => command.option("--out <file>", "write to a file instead"),
  args: z.strictObject({ out: z.string().optional() }),
  run: async ({ out }, context) => {
    const { renderJsonSchema } = await import("../../environments/json-schema.ts");
    const { platformSchema } = await import("../../stacks/load.ts");
    const text = renderJsonSchema(platformSchema);
    if (out === undefined) context.stdout.write(text);
    else writeOutput(context, out, text);
    return exitCodes.success;
  },
});
