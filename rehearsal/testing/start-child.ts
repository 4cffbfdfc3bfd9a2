import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import type { childSchema } from "./child.ts";

const answerSchema = z.object({
  ended: z.enum(["done", "locked"]),
  interrupted: z.boolean().optional(),
  remaining: z.int().optional(),
  holder: z.object({ pid: z.int(), host: z.string(), operation: z.string() }).optional(),
  stale: z.boolean().optional(),
  /** From the attempt to the refusal, without the start of the process. */
  milliseconds: z.number().optional(),
});

/** A child and what became of it: its answer is absent when it was killed. */
export interface StartedChild {
  readonly process: ChildProcess;
  readonly ended: Promise<{
    readonly answer: z.infer<typeof answerSchema> | undefined;
    readonly signal: NodeJS.Signals | null;
  }>;
}

/** Starts a run in a process of its own. */
export function startChild(task: z.input<typeof childSchema>): StartedChild {
  const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<Awaited<StartedChild["ended"]>>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (_code, signal) => {
      const answer = output === "" ? undefined : answerSchema.parse(JSON.parse(output));
      resolve({ answer, signal });
    });
  });
  return { process: child, ended };
}
