import { mkdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UsageError } from "../components/kit/errors.ts";
import type { Context } from "./context.ts";

/** Largest file that an option may name, in bytes. A plan of 5,000 resources as JSON has about 15 MB. */
const largest = 256 * 1024 * 1024;

/** Reads a text file that an option names, relative to where the command was typed. Throws a UsageError. */
export function readInput({ cwd }: Pick<Context, "cwd">, file: string): string {
  const bytes = attempt(`${file} can't be read`, () => readFileSync(resolve(cwd, file)));
  if (bytes.length > largest) throw new UsageError(`${file} is larger than ${largest / 1024 / 1024} MiB`);
  return bytes.toString("utf8");
}

/** Parses JSON that a file of the user holds. Throws a UsageError. */
export function parseInput(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file} isn't JSON; it was cut off or is another file`, { cause });
  }
}

/** Does something with the user's files; what the file system answers becomes a UsageError, anything else passes. */
export function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
    if (code === undefined) throw cause;
    throw new UsageError(`${what}: ${reasons[code] ?? code}`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EEXIST: "it exists already",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file",
  EPERM: "permission is denied",
  EROFS: "the disk can't be written to",
};

/** Writes a file that an option names, whole or not at all, with the folders it lies in. Throws a UsageError. */
export function writeOutput({ cwd }: Pick<Context, "cwd">, file: string, text: string): void {
  attempt(`${file} can't be written`, () => {
    const path = resolve(cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, text);
  });
}

/** A path as the user would type it: relative where it lies below the folder they are in. */
export function pathFrom({ cwd }: Pick<Context, "cwd">, path: string): string {
  const way = relative(cwd, path);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}
