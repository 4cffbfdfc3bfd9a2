import { utimesSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { LockedError } from "./errors.ts";
import { destroy, readCheckpoint, unlock, up } from "./rehearse.ts";
import { stackFiles } from "./state/stack-files.ts";
import { inFolder } from "./testing/in-folder.ts";
import { compareFiles, consistent } from "./testing/oracle.ts";
import { samplePlatform } from "./testing/sample-plan.ts";
import { startChild } from "./testing/start-child.ts";

const stack = "sample-local";
const killed = Number(process.env["REHEARSAL_KILLS"] ?? 12);
const racers = Number(process.env["REHEARSAL_RACERS"] ?? 8);

test(
  "of many runs at once one changes the stack; the others name it and end at once",
  async () => {
    await inFolder(async (root) => {
      const started = Array.from({ length: racers }, () => startChild({ root, slow: 40 }));
      const ended = await Promise.all(started.map((child) => child.ended));
      const winners = ended.filter(({ answer }) => answer?.ended === "done");
      const losers = ended.filter(({ answer }) => answer?.ended === "locked");
      expect(winners.length).toBeGreaterThanOrEqual(1);
      expect(winners.length + losers.length).toBe(racers);
      const pids = started.map(({ process: { pid } }) => pid);
      for (const { answer } of losers) {
        expect(answer?.holder).toMatchObject({ host: hostname(), operation: "up" });
        expect(pids).toContain(answer?.holder?.pid);
        expect(answer?.stale).toBe(false);
        expect(answer?.milliseconds).toBeLessThan(5000);
      }
      expect(compareFiles(root, stack)).toMatchObject(consistent);
    });
  },
  60_000 + racers * 2000,
);

test(
  "a run killed by SIGKILL leaves a lock that names it; `unlock` clears it and the next run converges",
  async () => {
    for (let seed = 1; seed <= killed; seed += 1) {
      await inFolder(async (root) => {
        // Spread over the whole run: 42 provider calls with two boundaries each, and one for each of 58 steps.
        const child = startChild({ root, killAt: 1 + ((seed * 37) % 142) });
        const { signal } = await child.ended;
        expect(signal).toBe("SIGKILL");
        const refused = await up(samplePlatform(), { root }).catch((error: unknown) => error);
        if (!(refused instanceof LockedError))
          throw new Error("a killed run's lock was not noticed", { cause: refused });
        expect(refused).toMatchObject({
          stale: true,
          holder: { pid: child.process.pid, host: hostname(), operation: "up" },
        });
        expect(refused.message).toContain(`\`unlock ${stack}\``);
        expect(unlock(stack, { root })?.pid).toBe(child.process.pid);
        await up(samplePlatform(), { root });
        expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 58 });
      });
    }
  },
  60_000 + killed * 5000,
);

test("a dead run's lock isn't taken over by its age either", async () => {
  await inFolder(async (root) => {
    const child = startChild({ root, killAt: 3 });
    await child.ended;
    utimesSync(`${stackFiles(root, stack).lock}.lock`, 0, 0);
    await expect(up(samplePlatform(), { root })).rejects.toMatchObject({
      stale: true,
      holder: { pid: child.process.pid },
    });
    unlock(stack, { root });
    await up(samplePlatform(), { root });
  });
});

test("a living run's lock isn't cleared without force", async () => {
  await inFolder(async (root) => {
    const child = startChild({ root, slow: 100 });
    while (!isLocked(root)) await wait(20);
    expect(() => unlock(stack, { root })).toThrow(LockedError);
    child.process.kill("SIGINT");
    await child.ended;
  });
});

function isLocked(root: string): boolean {
  try {
    unlock(stack, { root });
    return false;
  } catch {
    return true;
  }
}

test("one SIGINT ends a run after the step under way: state written, nothing pending, the rest named", async () => {
  await inFolder(async (root) => {
    const child = startChild({ root, slow: 30 });
    while (!isLocked(root)) await wait(20);
    await wait(300);
    child.process.kill("SIGINT");
    const { answer } = await child.ended;
    expect(answer).toMatchObject({ ended: "done", interrupted: true });
    const { resources, pending } = readCheckpoint(stack, { root });
    expect(pending).toEqual([]);
    expect(resources.length + (answer?.remaining ?? 0)).toBe(58);
    expect(compareFiles(root, stack)).toMatchObject(consistent);
    await startChild({ root }).ended;
    await destroy(stack, { root });
  });
});
