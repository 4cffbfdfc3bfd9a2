import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UsageError } from "../../components/kit/errors.ts";

/** Where a rehearsal keeps a stack. All below one folder, readable by its owner only. */
export interface StackFiles {
  /** Pulumi's deployment format. */
  readonly state: string;
  /** What was done since `state` was written; there only while a run goes on, or after one that was killed. */
  readonly stateJournal: string;
  /** The checkpoint before the last one. */
  readonly backup: string;
  /** What exists in the simulated cloud. Edit it to rehearse drift. */
  readonly cloud: string;
  readonly cloudJournal: string;
  /** What the lock is taken on. */
  readonly lock: string;
}

// The name becomes part of paths.
const stackName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

/** The files of a stack below `<root>/.landbridge`. Throws a UsageError for a name that can't be a file's. */
export function stackFiles(root: string, stack: string): StackFiles {
  if (!stackName.test(stack))
    throw new UsageError(`${stack}: a stack's name has letters, digits, dots, dashes and underscores, at most 100`);
  const [state, cloud] = [join(root, ".landbridge", "state"), join(root, ".landbridge", "cloud")];
  return {
    state: join(state, `${stack}.json`),
    stateJournal: join(state, `${stack}.journal`),
    backup: join(state, `${stack}.json.bak`),
    cloud: join(cloud, `${stack}.json`),
    cloudJournal: join(cloud, `${stack}.journal`),
    lock: join(state, stack),
  };
}

/** Makes the folders of all stacks below a root, for their owner only (0700). */
export function createFolders(root: string): void {
  for (const folder of [".landbridge", ".landbridge/state", ".landbridge/cloud"]) {
    mkdirSync(join(root, folder), { recursive: true, mode: 0o700 });
    chmodSync(join(root, folder), 0o700);
  }
}

/** Writes a file as a whole or not at all, for its owner only (0600). */
export function writeWhole(path: string, text: string): void {
  writeFileAtomic.sync(path, text, { mode: 0o600 });
}

/** Keeps a copy of a file, byte by byte, where there is one. Replaces an older copy as a whole or not at all. */
export function keepCopy(path: string, copy: string): void {
  if (!existsSync(path)) return;
  copyFileSync(path, `${copy}.new`);
  chmodSync(`${copy}.new`, 0o600);
  renameSync(`${copy}.new`, copy);
}

/** A file's bytes, or undefined when it isn't there. */
export function readIfThere(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}
