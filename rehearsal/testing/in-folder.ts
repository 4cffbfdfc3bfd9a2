import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Does some work in a folder of its own that is gone afterwards. */
export async function inFolder<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "rehearsal-"));
  try {
    return await work(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
