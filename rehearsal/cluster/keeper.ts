// A process between the one that wants programs and the programs: it ends them and removes their folder when its standard
// input ends, which happens whatever ends the other process, `kill -9` too. Started by kept-programs.ts; takes one order
// for a program a line, and tells of each that ends.
import { spawn, type ChildProcess } from "node:child_process";
import { openSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseOrder } from "./program-order.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: keeper.ts <folder>");
const running = new Map<string, ChildProcess>();
let isEnding = false;

const orders = createInterface({ input: process.stdin });
orders.on("line", (line) => {
  const { name, program, args, log } = parseOrder(line);
  const output = openSync(log, "a");
  // Nothing of the user's is read or written: not even a home folder.
  const env = { PATH: process.env["PATH"], HOME: folder, TMPDIR: folder };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", output, output] });
  running.set(name, child);
  const ended = (how: string): void => {
    running.delete(name);
    if (!isEnding) process.stdout.write(`${JSON.stringify({ name, how })}\n`);
    else if (running.size === 0) leave(folder);
  };
  child.on("error", ({ message }) => {
    ended(message);
  });
  child.on("exit", (code, signal) => {
    ended(signal ?? `exit code ${String(code)}`);
  });
});
orders.on("close", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.stdout.on("error", end);

// Nothing that the programs hold is worth keeping, so none is asked to finish.
function end(): void {
  if (isEnding) return;
  isEnding = true;
  for (const child of running.values()) child.kill("SIGKILL");
  if (running.size === 0) leave(folder ?? "");
}

function leave(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}
