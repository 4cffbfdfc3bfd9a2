import { execFile } from "node:child_process";
import type { CheckAnswer, CloudCheck } from "../components/kit/account/cloud-checks.ts";
import { findProgram } from "./find-program.ts";

/** What came of a check: its answer, and the command for who wants to see for themselves. */
export interface Checked extends CheckAnswer {
  readonly what: string;
  readonly command: string;
  readonly wayOut: string;
}

/** How checks are run. */
export interface CheckRun {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For one program. */
  readonly timeoutSeconds: number;
}

/** Most that a program may print: a list of an account's roles takes a few megabytes. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Runs the program of a check, without a shell and without input, and judges what it printed. Of what it printed nothing is
 * shown but what the check makes of it, and of its complaints nothing at all: they may hold what isn't for a log. So who
 * isn't told enough runs the command by hand.
 */
export async function runCheck(
  { what, command, expect, wayOut }: CloudCheck,
  { env, timeoutSeconds }: CheckRun,
): Promise<Checked> {
  const [program, ...args] = command;
  const shown = { what, command: command.map(shellWord).join(" "), wayOut };
  const path = findProgram(program, env);
  if (path === undefined) return { ...shown, verdict: "unknown", found: `${program} isn't there` };
  const printed = await runProgram(path, args, { env, timeoutSeconds });
  return {
    ...shown,
    ...("stdout" in printed ? expect(printed.stdout) : { verdict: "unknown", found: printed.failed }),
  };
}

function runProgram(
  path: string,
  args: readonly string[],
  { env, timeoutSeconds }: CheckRun,
): Promise<{ readonly stdout: string } | { readonly failed: string }> {
  // No question may wait for an answer, and nothing be updated on the way.
  const quiet = { ...env, AWS_PAGER: "", CLOUDSDK_CORE_DISABLE_PROMPTS: "1", AZURE_CORE_NO_COLOR: "1" };
  const options = { env: quiet, timeout: timeoutSeconds * 1000, killSignal: "SIGKILL", maxBuffer: mostBytes } as const;
  return new Promise((resolve) => {
    const child = execFile(path, [...args], options, (error, stdout) => {
      if (error === null) resolve({ stdout });
      else if (error.killed === true) resolve({ failed: `no answer within ${timeoutSeconds} s` });
      else resolve({ failed: `it ended with ${String(error.code)}: not logged in, or without the right to ask` });
    });
    child.stdin?.end();
  });
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w./:=@,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Runs checks, a few at a time, and gives their answers in the order of the checks. */
export async function runChecks(checks: readonly CloudCheck[], how: CheckRun): Promise<Checked[]> {
  const answers: Checked[] = [];
  const together = 4;
  for (let first = 0; first < checks.length; first += together)
    answers.push(...(await Promise.all(checks.slice(first, first + together).map((check) => runCheck(check, how)))));
  return answers;
}
