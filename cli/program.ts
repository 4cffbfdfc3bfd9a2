import { Command } from "commander";
import type { CliCommand } from "./command.ts";
import { commands } from "./commands.ts";
import type { Context } from "./context.ts";
import { readVersion } from "./version.ts";

/** What to do with a command once its arguments are read. */
export type Dispatch = (command: CliCommand, args: Readonly<Record<string, unknown>>) => Promise<void>;

/** The parser of the whole command line. It prints to the context and throws instead of ending the process. */
export function buildProgram({ stdout, stderr }: Pick<Context, "stdout" | "stderr">, dispatch: Dispatch): Command {
  const program = new Command("landbridge")
    .description("One environment file becomes the same platform on any cloud or a laptop.")
    .version(readVersion())
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .addHelpText("after", exitCodesText);
  for (const command of commands) addCommand(program, command, dispatch);
  return program;
}

const exitCodesText = `
Exit codes: 0 done or nothing to do, 1 differences, 2 input or usage, 3 policy, 4 a mistake of Landbridge.
Environments are files: environments/<system>/<target>.yaml is <system>-<target>.`;

const groups: Readonly<Record<string, string>> = {
  charts: "The pinned third-party charts and their digests.",
  rehearse: "Bring an environment up, and down, on simulated clouds with a state of its own.",
};

function addCommand(program: Command, spec: CliCommand, dispatch: Dispatch): void {
  const words = spec.name.split(" ");
  const name = words.pop() ?? "";
  const command = groupOf(program, words[0]).command(name).description(spec.says);
  spec.declare(command).addHelpText("after", `\nExamples:\n${spec.examples.map((line) => `  $ ${line}`).join("\n")}`);
  command.action(() => dispatch(spec, givenTo(command)));
}

function groupOf(program: Command, name: string | undefined): Command {
  if (name === undefined) return program;
  const existing = program.commands.find((command) => command.name() === name);
  return existing ?? program.command(name).description(groups[name] ?? "");
}

function givenTo(command: Command): Record<string, unknown> {
  const values: readonly unknown[] = command.processedArgs;
  const named = command.registeredArguments.map((argument, index): [string, unknown] => [
    argument.name(),
    values[index],
  ]);
  const options: Record<string, unknown> = command.opts();
  return { ...Object.fromEntries(named), ...options };
}
