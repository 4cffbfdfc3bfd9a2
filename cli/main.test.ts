import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const landbridge = fileURLToPath(new URL("landbridge.js", import.meta.url));

describe("the process", () => {
  it("starts from any folder and answers with the command's exit code", () => {
    const here = spawnSync(process.execPath, [landbridge, "plan", "nothing-here"], { cwd: "/", encoding: "utf8" });
    expect(here.status).toBe(2);
    expect(here.stdout).toBe("");
    expect(here.stderr).toMatch(/^"nothing-here": is not the name of an environment; there are bitvelocity-/);
  });

  it("ends in order when its reader stops reading", async () => {
    const child = spawn(process.execPath, [landbridge, "plan", "bitvelocity-local", "--json"]);
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});
