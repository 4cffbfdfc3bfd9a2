import { spawn, spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sink } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { findPulumi, pulumiLauncher, pulumiVersion } from "./pulumi-cli.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Runs the Pulumi CLI and answers with its exit code. Where it isn't there yet, its own launcher downloads it; where
 * that is impossible, one line says so and names the rehearsal. `launcher` is replaced in tests alone.
 */
export async function runPulumi(
  args: readonly string[],
  env: Env,
  stderr: Sink,
  launcher = pulumiLauncher,
): Promise<number> {
  if (findPulumi(env) === undefined) stderr.write(`pulumi: downloading the CLI ${pulumiVersion(env)}, once\n`);
  const failure = findPulumi(env) === undefined ? download(launcher, env) : undefined;
  const cli = findPulumi(env);
  if (cli === undefined) {
    stderr.write(
      `pulumi: the CLI ${pulumiVersion(env)} can't be downloaded here (${failure ?? "no reason given"}); go on without it: npx landbridge rehearse up <environment>\n`,
    );
    return exitCodes.input;
  }
  // The packs are emitted at installation; whoever changed a rule since then means the changed one.
  if (args.some((arg) => arg.startsWith("--policy-pack")) && !buildPacks(stderr)) return exitCodes.input;
  return runCli(cli, args, env);
}

function buildPacks(stderr: Sink): boolean {
  const script = fileURLToPath(new URL("../../tools/build-packs.js", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status !== 0) stderr.write(`pulumi: the policy packs can't be built\n${stdout}`);
  return status === 0;
}

function download(launcher: string, env: Env): string | undefined {
  const { stderr } = spawnSync(process.execPath, [launcher, "version"], {
    env: { ...env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  return stderr
    .split("\n")
    .findLast((line) => line.startsWith("pulumi: "))
    ?.slice("pulumi: ".length);
}

// The CLI's folder holds the language hosts, and ours the pinned Node that they start.
function runCli(cli: string, args: readonly string[], env: Env): Promise<number> {
  const pinnedNode = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));
  const path = [dirname(cli), pinnedNode, env["PATH"] ?? ""].join(delimiter);
  const child = spawn(cli, [...args], { stdio: "inherit", env: { ...env, PATH: path } });
  // Ctrl-C reaches the CLI as well, which ends in order; we wait for that.
  const wait = (): void => undefined;
  process.on("SIGINT", wait).on("SIGTERM", wait);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      process.off("SIGINT", wait).off("SIGTERM", wait);
      resolve(code ?? exitCodes.differences);
    });
  });
}
