import type { Context } from "./context.ts";
import { describeError } from "./describe-error.ts";
import { exitCodeOf, type ExitCode } from "./exit-code.ts";
import { buildProgram } from "./program.ts";
import { readVersion } from "./version.ts";

/** Runs one command line: `argv` without Node and the script. Never throws and never ends the process. */
export function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  return guarded(context, async () => {
    let code: ExitCode = 0;
    const program = buildProgram(context, async (command, args) => {
      code = await command.run(args, context);
    });
    await program.parseAsync([...argv], { from: "user" });
    return code;
  });
}

/** Does work and turns whatever it throws into words on standard error and an exit code. */
export async function guarded(context: Context, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    context.stderr.write(describeError(error, readVersion()));
    return exitCodeOf(error);
  }
}
