// A run in a process of its own, for tests that kill it or start many at once. Takes one JSON argument, prints one line.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { LockedError } from "../errors.ts";
import { killAt, type Faults } from "../faults.ts";
import { destroy, up } from "../rehearse.ts";
import { samplePlatform } from "./sample-plan.ts";

/** What a child is asked to do. */
export const childSchema = z.strictObject({
  root: z.string(),
  destroy: z.boolean().default(false),
  services: z.int().default(12),
  image: z.string().default("1.0.0"),
  /** Ends by SIGKILL at this boundary. */
  killAt: z.int().optional(),
  /** Milliseconds that each provider call takes. */
  slow: z.int().default(0),
});

if (process.argv[1] === import.meta.filename) {
  const task = childSchema.parse(JSON.parse(process.argv[2] ?? ""));
  const faults: Faults =
    task.killAt === undefined
      ? { onBoundary: (boundary) => (boundary === "before call" && task.slow > 0 ? wait(task.slow) : undefined) }
      : killAt(task.killAt, () => process.kill(process.pid, "SIGKILL"));
  const controller = new AbortController();
  process.on("SIGINT", () => {
    controller.abort();
  });
  const options = { root: task.root, faults, signal: controller.signal };
  // Nothing is protected here: these runs are about processes.
  const plan = samplePlatform(task);
  const open = { ...plan, resources: plan.resources.map((resource) => ({ ...resource, protect: false })) };
  const begin = performance.now();
  try {
    const { interrupted, remaining, summary } = await (task.destroy
      ? destroy("sample-local", options)
      : up(open, options));
    console.log(JSON.stringify({ ended: "done", interrupted, remaining: remaining.length, summary }));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    console.log(
      JSON.stringify({
        ended: "locked",
        holder: error.holder,
        stale: error.stale,
        milliseconds: performance.now() - begin,
      }),
    );
    process.exitCode = 1;
  }
}
