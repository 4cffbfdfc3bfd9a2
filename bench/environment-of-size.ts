import type { AnyEnvironment } from "../components/clouds/table.ts";
import { loadPlatform } from "../stacks/load.ts";

/** Resources that a domain of the default environment has. */
const perDomain = 43;

/** The default environment with its domain so many times that about `wanted` resources are planned. */
export function environmentOfSize(wanted: number): AnyEnvironment {
  const { environment } = loadPlatform("bitvelocity-local");
  const [domain] = Object.values(environment.domains);
  if (domain === undefined) throw new Error("bitvelocity-local has no domain");
  const count = Math.max(1, Math.round(wanted / perDomain) - 1);
  return {
    ...environment,
    domains: Object.fromEntries(Array.from({ length: count }, (_, index) => [`domain-${String(index)}`, domain])),
  };
}
