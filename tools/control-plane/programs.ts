import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findGo, type Variables } from "./find-go.ts";

/** What a control plane consists of, with kwok for the nodes. */
export const programs = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"] as const;

/** Name of one of them. */
export type Program = (typeof programs)[number];

const module = import.meta.dirname;

/** How the programs are built. They have to be told their version, or they end at their start. Throws where go.mod names none. */
export function buildArguments(goMod: string): string[] {
  const [, version, minor] = /^\s*k8s\.io\/kubernetes (v1\.(\d+)\.\d+)/m.exec(goMod) ?? [];
  if (version === undefined || minor === undefined) throw new Error("go.mod doesn't require k8s.io/kubernetes v1.…");
  const told = { gitVersion: version, gitMajor: "1", gitMinor: minor, gitTreeState: "clean" };
  const flags = Object.entries(told).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ["build", "-trimpath", "-buildvcs=false", "-p", "2", "-ldflags", ["-s", "-w", ...flags].join(" ")];
}

/** Folder of the built programs: another for every change of what they are built from. Below the user's cache. */
export function programFolder(sums: readonly string[], env: Variables): string {
  const hash = createHash("sha256");
  for (const part of [...sums, process.platform, process.arch]) hash.update(`${part.length}:`).update(part);
  const cache = env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "landbridge", "control-plane", hash.digest("hex").slice(0, 16));
}

/**
 * Folder that holds the programs, built first where it isn't there: about six minutes and 3 GiB of Go's own cache the first
 * time, nothing after that. `say` is told before it builds. Throws a UsageError where Go is missing.
 */
export async function controlPlanePrograms(env: Variables, say: (line: string) => void): Promise<string> {
  const goMod = readFileSync(join(module, "go.mod"), "utf8");
  const args = buildArguments(goMod);
  const folder = programFolder([readFileSync(join(module, "go.sum"), "utf8"), goMod, ...args], env);
  if (programs.every((program) => existsSync(join(folder, program)))) return folder;
  const go = findGo(module, env);
  say("building the control plane from Go modules: about six minutes on two cores, once");
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  try {
    await run(go.program, [...args, "-o", `${building}/`, "tool"], { ...go.env, CGO_ENABLED: "0" });
    // etcd's package is called after its folder.
    renameSync(join(building, "server"), join(building, "etcd"));
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return folder;
}

function run(program: string, args: readonly string[], env: Variables): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: module, env, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`${program} build ended with ${signal ?? `exit code ${String(code)}`}; its own message is above`),
        );
    });
  });
}
