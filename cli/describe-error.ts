import { CommanderError } from "commander";
import { EnvironmentError } from "../components/kit/errors.ts";
import { ProviderFailure } from "../rehearsal/errors.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { plural } from "./print/words.ts";

/** An error as it is printed: the user's in words, without a stack; ours with all that is needed to report it. */
export function describeError(error: unknown, version: string): string {
  // Commander has printed its own.
  if (error instanceof CommanderError) return "";
  if (exitCodeOf(error) === exitCodes.ours) return describeCrash(error, version);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ProviderFailure) return `landbridge: ${message}\n${leftToDo(error)}\n`;
  if (!(error instanceof EnvironmentError)) return `landbridge: ${message}\n`;
  return `${message}\nlandbridge: ${plural(error.issues.length, "problem")}; nothing was done\n`;
}

function leftToDo({ result: { stack, steps, remaining } }: ProviderFailure): string {
  return `${stack}: ${plural(steps.length, "step")} done, ${remaining.length} left; state is written, and the same command goes on`;
}

function describeCrash(error: unknown, version: string): string {
  const { node, platform, arch } = { node: process.version, platform: process.platform, arch: process.arch };
  return [
    "landbridge: this is a mistake in Landbridge, not in your files. Open an issue with this text:",
    `landbridge ${version}, Node ${node}, ${platform} ${arch}`,
    traceOf(error),
    "",
  ].join("\n");
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const trace = error.stack ?? error.message;
  return error.cause === undefined ? trace : `${trace}\ncaused by ${traceOf(error.cause)}`;
}
