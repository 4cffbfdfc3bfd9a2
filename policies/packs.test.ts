import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

// tmp
const root = fileURLToPath(new URL("..", import.meta.url));
test("start", async () => {
  const require = createRequire(import.meta.url);
  const child = spawn(process.execPath, [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:1", "."], {
    cwd: join(root, "policies/security"),
  });
  child.stderr.on("data", (d) => console.log("ERR", String(d)));
  const port = await new Promise((r) => child.stdout.on("data", (d) => r(String(d))));
  console.log(port);
  child.kill();
});
