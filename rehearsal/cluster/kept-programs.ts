import { spawn, type ChildProcessByStdio } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseEnding, type ProgramEnding } from "./program-order.ts";

const keeper = fileURLToPath(new URL("keeper.ts", import.meta.url));

/**
 * Programs that end with this process, however it ends: a second process holds them and notices. They run in a folder of
 * their own, which goes with them; so does everything that they log.
 */
export class KeptPrograms {
  readonly folder: string;
  readonly #keeper: ChildProcessByStdio<Writable, Readable, null>;
  readonly #gone: Promise<void>;
  #ended: ProgramEnding | undefined;

  constructor(folder: string) {
    this.folder = folder;
    // A group of its own: Ctrl-C at a terminal reaches this process only, which decides what to do.
    this.#keeper = spawn(process.execPath, [keeper, folder], { detached: true, stdio: ["pipe", "pipe", "inherit"] });
    this.#gone = new Promise((resolve) => {
      this.#keeper.on("exit", () => {
        this.#clearUp();
        resolve();
      });
    });
    this.#keeper.stdin.on("error", () => undefined);
    createInterface({ input: this.#keeper.stdout }).on("line", (line) => {
      this.#ended ??= parseEnding(line);
    });
  }

  /** Process that holds them, for tests. */
  get keeperPid(): number | undefined {
    return this.#keeper.pid;
  }

  /** Starts a program. What it prints goes to `<name>.log`. */
  start(name: string, program: string, args: readonly string[]): void {
    const order = { name, program, args, log: join(this.folder, `${name}.log`) };
    this.#keeper.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** Waits until something holds. Throws when a program has ended meanwhile, or the time is up, with the end of a log. */
  async until(what: string, seconds: number, holds: () => Promise<boolean>, log: string): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      this.#assertRunning();
      if (await holds()) return;
      if (performance.now() > deadline)
        throw new Error(`${what}: not after ${seconds} s; the end of ${log}.log:\n${this.#endOf(log)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends them all and removes the folder. */
  async stop(): Promise<void> {
    this.#keeper.stdin.end();
    await this.#gone;
  }

  #assertRunning(): void {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null)
      throw new Error("the process that holds the control plane has ended");
    if (this.#ended === undefined) return;
    const { name, how } = this.#ended;
    throw new Error(`${name} ended (${how}); the end of its log:\n${this.#endOf(name)}`);
  }

  // Only finds something to do where the keeper itself was killed.
  #clearUp(): void {
    const group = this.#keeper.pid;
    try {
      if (group !== undefined) process.kill(-group, "SIGKILL");
    } catch {
      // Nobody is left in it.
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #endOf(name: string): string {
    const path = join(this.folder, `${name}.log`);
    return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "(no log)";
  }
}
