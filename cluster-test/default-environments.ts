import type { EnvironmentEntry } from "../environments/load.ts";

/**
 * Names of those that are tried when none is named: of each system its laptops, and its productions, which have every pool, zone and
 * budget. Of a system without production all that it has.
 */
export function defaultEnvironments(all: readonly Pick<EnvironmentEntry, "name" | "system">[]): string[] {
  const isProduction = ({ name }: Pick<EnvironmentEntry, "name">): boolean => name.endsWith("-prod");
  // On a laptop there may be several, such as local-devices.
  const isLocal = ({ name, system }: Pick<EnvironmentEntry, "name" | "system">): boolean =>
    /^-local(-|$)/.test(name.slice(system.length));
  const produced = new Set(all.filter(isProduction).map(({ system }) => system));
  return all.filter((one) => !produced.has(one.system) || isProduction(one) || isLocal(one)).map(({ name }) => name);
}
