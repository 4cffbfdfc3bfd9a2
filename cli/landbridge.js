#!/usr/bin/env node
// Starts the command line on a Node that reads TypeScript: the one that runs this, or the pinned one of the npm package `node`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
const pinned = fileURLToPath(
  new URL(`../node_modules/node/bin/node${process.platform === "win32" ? ".exe" : ""}`, import.meta.url),
);

if (major > 22 || (major === 22 && minor >= 18)) {
  enableCompileCache?.();
  await import("./main.ts");
} else if (existsSync(pinned)) {
  const { status } = spawnSync(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 4;
} else {
  process.stderr.write(`landbridge: Node ${process.versions.node} is too old; run \`npm ci\` here, or use Node 24\n`);
  process.exitCode = 2;
}
