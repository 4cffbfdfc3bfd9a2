import type { Environment } from "../../environments/schema/environment.ts";

/** Names of the secrets that an environment refers to, sorted, each once. */
export function secretNames({ domains }: Pick<Environment, "domains">): string[] {
  const names = Object.values(domains).flatMap(({ services }) =>
    Object.values(services).flatMap(({ secrets }) => Object.values(secrets).map(({ secret }) => secret)),
  );
  return [...new Set(names)].sort();
}
