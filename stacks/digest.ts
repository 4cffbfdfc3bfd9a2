import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { canonicalJson } from "../components/kit/names.ts";
import type { Layer } from "./names.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Names a request: the environment, the layers, the kit's own code, the charts' lock and the locked packages. The same
 * digest means that the same is asked for, never that the same steps follow: those depend on what exists.
 */
export function requestDigest(environment: AnyEnvironment, layers: readonly Layer[]): string {
  return createHash("sha256").update(canonicalJson({ environment, layers })).update(kitDigest()).digest("hex");
}

let kit: string | undefined;

// Tests and prose change nothing that is asked for.
function kitDigest(): string {
  if (kit !== undefined) return kit;
  const hash = createHash("sha256");
  for (const folder of ["charts", "components", "environments/schema", "stacks"]) {
    for (const file of sources(folder))
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(root, file)))
        .update("\0");
  }
  hash.update(lockedVersions());
  kit = hash.digest("hex");
  return kit;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.(ts|json)$/.test(file) && !/\.(test|contract)\.ts$|__goldens__/.test(file))
    .sort();
}

function lockedVersions(): string {
  return readFileSync(join(root, "package-lock.json"), "utf8");
}
