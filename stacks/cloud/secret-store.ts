import { Config, type Output } from "@pulumi/pulumi";
import type { ManagedMysql, ManagedPostgres, Network, SecretStore } from "../../components/cloud.ts";
import { decideSecrets, type SecretDecision } from "../../components/kit/rights/secrets.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What the store is reached from and encrypted with, and whose passwords it may keep. */
export interface SecretSources {
  readonly network: Network;
  readonly keys: Keys;
  /** Managed PostgreSQL and MySQL servers by the names of their stores. */
  readonly servers: Readonly<Record<string, ManagedPostgres | ManagedMysql>>;
}

/** The cloud's own store of secrets, where anything is kept there. */
export function createSecretStore(
  { name, environment, cloud, opts }: Place,
  { network, keys, servers }: SecretSources,
): SecretStore {
  const decided = decideSecrets(environment);
  if (decided.length === 0) return { secrets: {} };
  const secrets = decided.map((decision) => ({
    name: decision.name,
    value: valueOf(decision, servers),
    readers: decision.readers,
  }));
  const spec = {
    secrets,
    rotationDays: environment.secretStore.rotationDays,
    network,
    key: cloud.capabilities["secretStore.key"].supported ? keys.get("platform") : undefined,
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.secretStore(`${name}-secrets`, spec, opts);
}

/** A value of the stack's is kept where it is set: somebody else may write it in the store instead. */
function valueOf(
  { name, source, store }: SecretDecision,
  servers: SecretSources["servers"],
): Output<string> | undefined {
  switch (source) {
    case "stack":
      return new Config("secrets").getSecret(name);
    case "administrator":
      return servers[store ?? ""]?.admin.password;
    case "later":
      return undefined;
    default:
      return source satisfies never;
  }
}
