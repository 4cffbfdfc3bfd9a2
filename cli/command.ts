import type { Command } from "commander";
import type { z } from "zod";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit-code.ts";

/** One command as the command line lists and runs it. */
export interface CliCommand {
  /** As it is typed: `plan`, `rehearse up`. */
  readonly name: string;
  /** One sentence for the list of commands. */
  readonly says: string;
  /** Three command lines that work. */
  readonly examples: readonly [string, string, string];
  /** Declares its arguments and options. */
  readonly declare: (command: Command) => Command;
  /** Runs it with what commander read from the command line. */
  readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Promise<ExitCode>;
}

/** A command whose arguments and options, which commander gives without types, are parsed before it runs. */
export function defineCommand<S extends z.ZodType>(
  spec: Omit<CliCommand, "run"> & {
    /** Arguments and options by their names in commander. */
    readonly args: S;
    readonly run: (args: z.infer<S>, context: Context) => Promise<ExitCode>;
  },
): CliCommand {
  const { args, run, ...rest } = spec;
  return { ...rest, run: async (given, context) => run(args.parse(given), context) };
}
