import { mkdirSync, readdirSync, readFileSync, rmSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import type { ManifestFile } from "./manifests.ts";
import { attempt, parseInput } from "../user-files.ts";

// Without an ending that kubectl would read.
const markerName = ".landbridge-render";

// Only such paths are ever removed: whoever changes the marker by hand can't point it elsewhere.
const ownPath = /^[1-4]-[a-z]+(?:\/[a-z0-9_.-]+){1,2}\.yaml$/;

const markerSchema = z.strictObject({
  environment: z.string(),
  files: z.array(
    z
      .string()
      .regex(ownPath)
      .refine((path) => !path.includes("/..")),
  ),
});

/** What was done to a folder. */
export interface WrittenFolder {
  readonly written: number;
  /** Files of an earlier run that are gone, because the environment no longer asks for them. */
  readonly removed: readonly string[];
}

/**
 * Writes files into a folder and takes away those that an earlier run wrote and this one doesn't. Throws a UsageError,
 * before anything is written, for a folder that holds anything else.
 */
export function writeManifestFolder(
  folder: string,
  environment: string,
  files: readonly ManifestFile[],
): WrittenFolder {
  const earlier = earlierFiles(folder, environment);
  const wanted = new Set(files.map(({ path }) => path));
  const removed = earlier.filter((path) => !wanted.has(path));
  attempt(`${folder} can't be written`, () => {
    mkdirSync(folder, { recursive: true });
    // The marker first, with both: a run that is cut off leaves no file that the next one doesn't know.
    writeMarker(folder, environment, [...new Set([...earlier, ...wanted])]);
    for (const path of removed) removeFile(folder, path);
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileAtomic.sync(join(folder, path), content);
    }
    writeMarker(folder, environment, [...wanted]);
  });
  return { written: files.length, removed };
}

function earlierFiles(folder: string, environment: string): readonly string[] {
  const entries = attempt(`${folder} can't be read`, () => entriesOf(folder));
  if (entries.length === 0) return [];
  if (!entries.includes(markerName))
    throw new UsageError(`${folder} holds files that landbridge render didn't write; name a new or an empty folder`);
  const path = join(folder, markerName);
  const marker = markerSchema.safeParse(
    parseInput(
      attempt(`${path} can't be read`, () => readFileSync(path, "utf8")),
      path,
    ),
  );
  if (!marker.success)
    throw new UsageError(`${path} isn't what landbridge render wrote; remove ${folder} or name another folder`);
  if (marker.data.environment !== environment)
    throw new UsageError(`${folder} holds the manifests of ${marker.data.environment}; name another folder`);
  return marker.data.files;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function writeMarker(folder: string, environment: string, files: readonly string[]): void {
  writeFileAtomic.sync(
    join(folder, markerName),
    `${JSON.stringify({ environment, files: files.toSorted() }, undefined, 1)}\n`,
  );
}

function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  // An empty folder goes with its last file; one that isn't empty stays.
  for (let parent = dirname(join(folder, path)); resolve(parent) !== resolve(folder); parent = dirname(parent)) {
    if (readdirSync(parent).length > 0) return;
    rmdirSync(parent);
  }
}
