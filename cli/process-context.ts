import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./context.ts";

/** The context of this process. */
export function processContext(): Context {
  // Whoever reads our output may stop reading, as `head` does.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    isTerminal: process.stdout.isTTY && process.stderr.isTTY,
    cwd: process.cwd(),
    root: projectRoot(process.cwd()),
    now: () => new Date(),
    env: process.env,
    interruptible,
  };
}

/** The nearest folder upwards that is a project, else the kit itself, which brings environments of its own. */
function projectRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "environments")) && existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) return fileURLToPath(new URL("..", import.meta.url));
  }
}

// The first signal asks; the second ends the process, since by then no one listens any more.
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const ask = (): void => {
    process.off("SIGINT", ask).off("SIGTERM", ask);
    controller.abort();
  };
  process.on("SIGINT", ask).on("SIGTERM", ask);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", ask).off("SIGTERM", ask);
  }
}
