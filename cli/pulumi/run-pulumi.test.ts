import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { pulumiVersion } from "./pulumi-cli.ts";
import { runPulumi } from "./run-pulumi.ts";

/** A home in which a stand-in for the launcher does what the test says. */
function home(launcher: string) {
  const folder = mkdtempSync(join(tmpdir(), "landbridge-pulumi-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, "launcher.cjs"), launcher);
  const env = { HOME: folder, PATH: "/usr/bin:/bin", PULUMI_HOME: undefined };
  let stderr = "";
  const sink = { write: (text: string) => (stderr += text) };
  const pulumi = (...args: string[]) => runPulumi(args, env, sink, join(folder, "launcher.cjs"));
  return { folder, pulumi, said: () => stderr };
}

const cli = `#!/bin/sh
printf '%s|' "$@" > "$HOME/args"
printf '%s' "$PATH" > "$HOME/path"
exit 7
`;

function install(folder: string): void {
  const bin = join(folder, ".pulumi/versions", pulumiVersion(), "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "pulumi"), cli);
  chmodSync(join(bin, "pulumi"), 0o755);
}

describe("npx pulumi", () => {
  it("says in one line that the CLI can't be downloaded, why, and names the rehearsal", async () => {
    const { pulumi, said } = home(`process.stderr.write("Downloading\\npulumi: fetch failed\\n"); process.exit(1);`);
    expect(await pulumi("up", "--stack", "x")).toBe(2);
    expect(said()).toBe(
      `pulumi: downloading the CLI ${pulumiVersion()}, once\n` +
        `pulumi: the CLI ${pulumiVersion()} can't be downloaded here (fetch failed); go on without it: npx landbridge rehearse up <environment>\n`,
    );
  });

  it("runs the CLI that is there with the same arguments, our Node on its PATH, and its exit code", async () => {
    const { folder, pulumi, said } = home("throw new Error('not needed')");
    install(folder);
    expect(await pulumi("up", "--stack", "a b")).toBe(7);
    expect(readFileSync(join(folder, "args"), "utf8")).toBe("up|--stack|a b|");
    const [first, second] = readFileSync(join(folder, "path"), "utf8").split(":");
    expect(first).toContain(join(".pulumi/versions", pulumiVersion(), "bin"));
    expect(second).toMatch(/node_modules\/\.bin$/);
    expect(said()).toBe("");
  });
});
