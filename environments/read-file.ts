import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { limits } from "./limits.ts";

/** A file's bytes and its real path, or in words why it can't be used. */
export type ReadFile =
  { readonly bytes: Uint8Array; readonly realPath: string } | { readonly rule: string; readonly wayOut: string };

/**
 * Reads a file below `environments/`. `file` is relative to the root. Refuses what lies outside of it, by `..` or through
 * a symbolic link, what is no ordinary file, and what is too large; never throws.
 */
export function readFile(root: string, file: string): ReadFile {
  const outside = {
    rule: "lies outside environments/",
    wayOut: "keep every file of an environment there, links included",
  };
  if (!isInside(join(root, "environments"), join(root, file))) return outside;
  try {
    const realPath = realpathSync(join(root, file));
    if (!isInside(realpathSync(join(root, "environments")), realPath)) return outside;
    const { size, ...stat } = statFile(realPath);
    if (!stat.isFile) return { rule: "is not a file", wayOut: "name a .yaml file" };
    if (size > limits.fileBytes)
      return {
        rule: `is larger than ${limits.fileBytes / 1024} KiB`,
        wayOut: "split it and join the parts with extends",
      };
    return { bytes: readFileSync(realPath), realPath };
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined) throw cause;
    if (code === "ENOENT" || code === "ENOTDIR") return { rule: "doesn't exist", wayOut: "check the path" };
    return { rule: `can't be read (${code})`, wayOut: "check its permissions and links" };
  }
}

/** Whether a path is below a folder, as text. */
function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The error code of a system call, or undefined for any other error. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

// Asked before opening: a named pipe would wait for a writer for ever.
function statFile(path: string): { isFile: boolean; size: number } {
  const stat = statSync(path);
  return { isFile: stat.isFile(), size: stat.size };
}
