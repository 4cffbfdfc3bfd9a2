import { CommanderError } from "commander";
import { EnvironmentError, UnsupportedError, UsageError } from "../components/kit/errors.ts";
import { CorruptStateError, LockedError, ProtectedError, ProviderFailure } from "../rehearsal/errors.ts";

/** What the process answers: one number for each thing that whoever called it may have to do. */
export const exitCodes = {
  /** Done, or nothing to do. */
  success: 0,
  /** What was asked for and what is there differ, or something is left to do. */
  differences: 1,
  /** Something has to be changed by whoever called: a file, an option, a lock, a protection. */
  input: 2,
  /** A mandatory rule is violated or can't be decided. */
  policy: 3,
  /** A mistake of Landbridge. */
  ours: 4,
} as const;

/** 0 to 4, as `exitCodes` names them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The only place where an error becomes a number. Whatever isn't known here is a mistake of ours. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return isAnswer(error) ? exitCodes.success : exitCodes.input;
  // A simulated cloud that fails leaves the rest to be done: the same run again goes on.
  if (error instanceof ProviderFailure) return exitCodes.differences;
  return inputErrors.some((known) => error instanceof known) ? exitCodes.input : exitCodes.ours;
}

const inputErrors = [EnvironmentError, UnsupportedError, UsageError, LockedError, ProtectedError, CorruptStateError];

// `--help` and `--version` are no mistakes; commander ends a run by throwing all the same.
function isAnswer({ code }: CommanderError): boolean {
  return code === "commander.helpDisplayed" || code === "commander.version";
}
