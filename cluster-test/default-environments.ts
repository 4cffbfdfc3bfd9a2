import type { EnvironmentEntry } from "../environments/load.ts";

/**
 * Names of those that are tried when none is named: of each system the laptop, and its productions, which have every pool, zone and
 * budget. Of a system without production all that it has.
 */
export function defaultEnvironments(all: readonly Pick<EnvironmentEntry, "name" | "system">[]): string[] {
  const isProduction = ({ name }: Pick<EnvironmentEntry, "name">): boolean => name.endsWith("-prod");
  const produced = new Set(all.filter(isProduction).map(({ system }) => system));
  return all
    .filter((one) => !produced.has(one.system) || isProduction(one) || one.name.endsWith("-local"))
    .map(({ name }) => name);
}
