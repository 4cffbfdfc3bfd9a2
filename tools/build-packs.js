// Emits what the policy packs import as JavaScript to dist/, since the Pulumi CLI's runner for packs doesn't strip
// types. Runs after `npm install`; plain JavaScript, on whatever Node the machine carries.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const entry = join(root, "dist/policies/adapters/pulumi-policy.js");
const buildInfo = join(root, "node_modules/.cache/tsc/packs.tsbuildinfo");

let compiler;
try {
  compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
} catch {
  // Installed without development packages: the packs can't be built, and their index.js says so when it is asked.
  process.stderr.write("landbridge: TypeScript isn't installed, so the policy packs are not built\n");
  process.exit(0);
}
// The build info says what was emitted; it must not outlive it.
if (!existsSync(entry)) rmSync(buildInfo, { force: true });
const built = spawnSync(process.execPath, [compiler, "-p", join(root, "policies/tsconfig.packs.json")], {
  cwd: root,
  stdio: "inherit",
});
process.exit(built.status ?? 4);
