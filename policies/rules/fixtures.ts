import { readdirSync } from "node:fs";
import type { RuleFixtures } from "./fixture.ts";

/** What a file of fixtures exports: one set, or one for each cloud that the rule knows. */
interface FixturesFile {
  readonly fixtures: RuleFixtures | readonly RuleFixtures[];
}

/** The fixtures of every rule, from all files named `<what-is-true>.fixtures.ts` below this folder. */
export const allFixtures: readonly RuleFixtures[] = (await Promise.all(fixtureFiles().map(load))).flat();

function fixtureFiles(): readonly URL[] {
  const folder = new URL(".", import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".fixtures.ts"))
    .sort()
    .map((file) => new URL(file, folder));
}

async function load(file: URL): Promise<readonly RuleFixtures[]> {
  const module: unknown = await import(file.href);
  if (!isFixturesFile(module)) throw new Error(`${file.href} exports no fixtures`);
  return [module.fixtures].flat();
}

function isFixturesFile(module: unknown): module is FixturesFile {
  if (typeof module !== "object" || module === null || !("fixtures" in module)) return false;
  const sets: readonly unknown[] = [module.fixtures].flat();
  return sets.length > 0 && sets.every((set) => typeof set === "object" && set !== null && "guards" in set);
}
