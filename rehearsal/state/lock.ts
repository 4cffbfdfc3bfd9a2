import { readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { LockedError } from "../errors.ts";
import { parseJson } from "./parse-json.ts";

/** Who works on a stack. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** `up`, `refresh`, `destroy`, … */
  readonly operation: string;
}

/** A lock that is held. */
export interface Lock {
  /** Throws a LockedError when someone cleared the lock while it was held. */
  readonly assertHeld: () => void;
  readonly release: () => Promise<void>;
}

const holderSchema = z.strictObject({ pid: z.int(), host: z.string(), operation: z.string() });

/** A holder that gave no sign of life for so long is dead, whatever its process number says today. */
const silenceSeconds = 60;
const heartbeatMs = 5_000;

// proper-lockfile would take over a lock by its age alone. We never want that: a dead run is reported first.
const neverByAge = Number.MAX_SAFE_INTEGER;

/**
 * Takes the lock of a stack, or throws a LockedError within a second that names the holder. A dead holder's lock isn't
 * taken over: it is reported as stale, and `clearLock` clears it. `path` is the file that is locked.
 */
export async function takeLock(path: string, stack: string, operation: string): Promise<Lock> {
  const holderPath = `${path}.holder.json`;
  let lost = false;
  const release = await acquire(path, stack, () => {
    lost = true;
  });
  const own: LockHolder = { pid: process.pid, host: hostname(), operation };
  writeFileAtomic.sync(holderPath, JSON.stringify(own), { mode: 0o600 });
  return {
    assertHeld: () => {
      if (lost) throw new LockedError(stack, readHolder(path), false);
    },
    release: async () => {
      if (lost) return;
      rmSync(holderPath, { force: true });
      await release();
    },
  };
}

async function acquire(path: string, stack: string, onCompromised: () => void): Promise<() => Promise<void>> {
  // A loser that finds no name either met the holder between two files, or the lock is free again: look once more.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await lockfile.lock(path, { realpath: false, stale: neverByAge, update: heartbeatMs, onCompromised });
    } catch (error) {
      if (!isLocked(error)) throw error;
      const holder = readHolder(path);
      if (holder !== undefined || attempt >= 25) throw new LockedError(stack, holder, isStale(path, holder));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/**
 * Clears the lock of a run that is dead; `force` also one that seems alive. Gives back who held it. Throws a LockedError
 * otherwise. Touches nothing when there is no lock: a run may be about to take it.
 */
export function clearLock(path: string, stack: string, force: boolean): LockHolder | undefined {
  if (lastSignOfLife(path) === undefined) return undefined;
  const holder = readHolder(path);
  if (!force && !isStale(path, holder)) throw new LockedError(stack, holder, false);
  rmSync(`${path}.holder.json`, { force: true });
  rmSync(`${path}.lock`, { force: true, recursive: true });
  return holder;
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

function readHolder(path: string): LockHolder | undefined {
  try {
    const content = parseJson(readFileSync(`${path}.holder.json`));
    return "value" in content ? holderSchema.safeParse(content.value).data : undefined;
  } catch {
    return undefined;
  }
}

function isStale(path: string, holder: LockHolder | undefined): boolean {
  const seen = lastSignOfLife(path);
  if (seen === undefined) return false;
  if (Date.now() - seen > silenceSeconds * 1000) return true;
  return holder?.host === hostname() && !isAlive(holder.pid);
}

function lastSignOfLife(path: string): number | undefined {
  return statSync(`${path}.lock`, { throwIfNoEntry: false })?.mtimeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
