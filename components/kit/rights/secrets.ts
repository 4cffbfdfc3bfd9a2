import type { Environment } from "../../../environments/schema/environment.ts";
import { serviceSecretNames } from "./secret-names.ts";

/** A secret that the cloud's store keeps a place for. */
export interface SecretDecision {
  /** Unique in the store. */
  readonly name: string;
  /**
   * Who writes its value: the stack from its own configuration, the managed PostgreSQL or MySQL whose administrator it belongs to, or
   * somebody else when the platform runs.
   */
  readonly source: "stack" | "administrator" | "later";
  /** With the source `administrator`: the store. */
  readonly store?: string;
  /** Who may read it besides workloads, in the cloud's own words. */
  readonly readers: readonly string[];
}

/** The place of Vault's recovery keys, each encrypted to the one person who holds it. */
export const recoverySecret = "landbridge-vault-recovery";

/**
 * What the cloud's store keeps, in order of name; nothing means that no store is needed. A secret of a service is there
 * before it has a value, so that rights to it don't depend on that.
 */
export function decideSecrets({
  domains,
  secretStore,
  stores,
  vault,
}: Pick<Environment, "domains" | "secretStore" | "stores" | "vault">): SecretDecision[] {
  const managed = secretStore.placement === "managed";
  const administered = Object.entries(stores).filter(
    ([, { kind, placement }]) =>
      managed && secretStore.administrators && (kind === "postgres" || kind === "mysql") && placement === "managed",
  );
  return [
    ...(managed ? serviceSecretNames({ domains }) : []).map((name): SecretDecision => ({
      name,
      source: "stack",
      readers: [],
    })),
    ...administered.map(([store]): SecretDecision => ({
      name: `landbridge-administrator-${store}`,
      source: "administrator",
      store,
      readers: [],
    })),
    ...(vault === undefined
      ? []
      : [{ name: recoverySecret, source: "later", readers: [...vault.recoverers].sort() } satisfies SecretDecision]),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}
