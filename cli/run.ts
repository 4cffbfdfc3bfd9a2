import type { Context } from "./context.ts";
import { describeError } from "./describe-error.ts";
import { exitCodeOf, type ExitCode } from "./exit-code.ts";
import { buildProgram } from "./program.ts";
import { readVersion } from "./version.ts";

/** Runs one command line: `argv` without Node and the script. Never throws and never ends the process. */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  try {
    let code: ExitCode = 0;
    const program = buildProgram(context, async (command, args) => {
      code = await command.run(args, context);
    });
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    context.stderr.write(describeError(error, readVersion()));
    return exitCodeOf(error);
  }
}
