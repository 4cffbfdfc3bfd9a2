import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KeptPrograms } from "./kept-programs.ts";

const folderFor = (): string => mkdtempSync(join(tmpdir(), "landbridge-kept-"));
const shell = "/bin/sh";
// Writes its process's number, so that a test can ask after it.
const sleeper = ["-c", "echo $$; exec sleep 300"];

async function pidIn(log: string): Promise<number> {
  for (;;) {
    const [line = ""] = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    if (/^\d+$/.test(line)) return Number(line);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that is dead and not yet waited for by its parent is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

async function becomesTrue(holds: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

test("stop ends the programs and removes their folder", async () => {
  const kept = new KeptPrograms(folderFor());
  kept.start("a", shell, sleeper);
  kept.start("b", shell, sleeper);
  const pids = [await pidIn(join(kept.folder, "a.log")), await pidIn(join(kept.folder, "b.log"))];
  await kept.stop();
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(kept.folder)).toBe(false);
});

test("they end with the process that wanted them, also when it is killed without a word", async () => {
  const folder = folderFor();
  const script = join(folder, "wants.ts");
  const source = join(import.meta.dirname, "kept-programs.ts");
  writeFileSync(
    script,
    `import { KeptPrograms } from ${JSON.stringify(source)};
     const kept = new KeptPrograms(${JSON.stringify(folder)});
     kept.start("a", ${JSON.stringify(shell)}, ${JSON.stringify(sleeper)});
     setInterval(() => {}, 1000);`,
  );
  const wants = spawn(process.execPath, [script], { stdio: "ignore" });
  const pid = await pidIn(join(folder, "a.log"));
  wants.kill("SIGKILL");
  expect(await becomesTrue(() => !isAlive(pid) && !existsSync(folder))).toBe(true);
});

test("they end when what holds them is killed, and waiting for them fails", async () => {
  const kept = new KeptPrograms(folderFor());
  kept.start("a", shell, sleeper);
  const pid = await pidIn(join(kept.folder, "a.log"));
  process.kill(kept.keeperPid ?? 0, "SIGKILL");
  await expect(kept.until("never", 30, () => Promise.resolve(false), "a")).rejects.toThrow("has ended");
  expect(await becomesTrue(() => !isAlive(pid) && !existsSync(kept.folder))).toBe(true);
});

test("fails with the end of its log when a program ends", async () => {
  const kept = new KeptPrograms(folderFor());
  kept.start("a", shell, ["-c", "echo no such flag; exit 3"]);
  await expect(kept.until("never", 30, () => Promise.resolve(false), "a")).rejects.toThrow(
    /a ended \(exit code 3\); the end of its log:\nno such flag/,
  );
  await kept.stop();
});

test("fails when the time is up", async () => {
  const kept = new KeptPrograms(folderFor());
  kept.start("a", shell, sleeper);
  await expect(kept.until("the moon", 0.1, () => Promise.resolve(false), "a")).rejects.toThrow(
    "the moon: not after 0.1 s",
  );
  await kept.stop();
});
