// Starts a program of ours on a Node that reads TypeScript: the one that runs this, or the pinned one of the npm package
// `node`. Plain JavaScript, since the Node that reads it may be too old.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const pinned = fileURLToPath(
  new URL(`../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`, import.meta.url),
);

/** `script` is the file that was started, `entry` what it wants to import; both as file URLs. */
export async function launch(script, entry) {
  if (major > 22 || (major === 22 && minor >= 18)) {
    nodeModule.enableCompileCache();
    await import(entry);
  } else if (existsSync(pinned)) {
    const { status } = spawnSync(pinned, [fileURLToPath(script), ...process.argv.slice(2)], { stdio: "inherit" });
    process.exitCode = status ?? 4;
  } else {
    process.stderr.write(`landbridge: Node ${process.versions.node} is too old; run \`npm ci\` here, or use Node 24\n`);
    process.exitCode = 2;
  }
}
