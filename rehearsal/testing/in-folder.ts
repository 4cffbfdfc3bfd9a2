import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// In memory where there is such a folder: the random tests flush thousands of files.
const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Does some work in a folder of its own that is gone afterwards. */
export async function inFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(base, "rehearsal-"));
  try {
    return await work(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
