import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { isProgram } from "../find-program.ts";

const launcherPackage = createRequire(import.meta.url).resolve("pulumi/package.json");
const versionSchema = z.object({ version: z.string() });

/** The official launcher of the npm package `pulumi`: it downloads the CLI of its own version when it is first used. */
export const pulumiLauncher = join(dirname(launcherPackage), "run.js");

/** Version of the CLI that the launcher starts. */
export function pulumiVersion(env: Readonly<Record<string, string | undefined>> = {}): string {
  return env["PULUMI_VERSION"] ?? versionSchema.parse(JSON.parse(readFileSync(launcherPackage, "utf8"))).version;
}

/**
 * The CLI where the launcher keeps it, or undefined when it would have to download it first. Tries no network.
 * https://github.com/pulumi/pulumi/blob/master/npm/lib/cache.js
 */
export function findPulumi(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const home = env["PULUMI_HOME"] ?? join(env["HOME"] ?? homedir(), ".pulumi");
  const path = join(
    home,
    "versions",
    pulumiVersion(env),
    "bin",
    process.platform === "win32" ? "pulumi.exe" : "pulumi",
  );
  return isProgram(path) ? path : undefined;
}
