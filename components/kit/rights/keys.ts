import type { Environment } from "../../../environments/schema/environment.ts";
import type { DataClass } from "../../../environments/schema/names.ts";
import type { ManagedKind } from "../../../environments/schema/stores/stores.ts";
import { auditDataClass } from "../account/audit.ts";
import { loginSecretNames } from "./secret-names.ts";
import { decideSecrets } from "./secrets.ts";

/** A service of the cloud that encrypts with a customer key. */
export type KeyUser =
  | "cluster"
  | "nodes"
  | "buckets"
  | "registry"
  | "databases"
  | "caches"
  | "brokers"
  | "tables"
  | "secrets"
  | "queues"
  | "functions"
  | "warehouses";

/** A key to make, and who may use it. */
export interface KeyDecision {
  readonly dataClass: DataClass | "platform" | "unseal";
  readonly users: readonly KeyUser[];
}

/** Who reads and writes a store's disks. Undefined: a service that takes no key of a customer's on any cloud. */
const storeUsers: Readonly<Record<ManagedKind, KeyUser | undefined>> = {
  postgres: "databases",
  mysql: "databases",
  redis: "caches",
  mongodb: "databases",
  kafka: "brokers",
  rabbitmq: undefined,
  cassandra: "tables",
};

/** Days after which a key is given a new version. CIS asks for 90 or fewer. */
export const keyRotationDays = 90;

/**
 * One key for the platform itself, one for each class of data that a managed store, bucket or warehouse holds, and one that unseals
 * Vault: whoever may use it can open all that Vault holds, so that it serves nothing else.
 */
export function decideKeys(environment: Environment): KeyDecision[] {
  const users = new Map<KeyDecision["dataClass"], Set<KeyUser>>([["platform", new Set<KeyUser>(["cluster", "nodes"])]]);
  const grant = (dataClass: KeyDecision["dataClass"], user: KeyUser): void => {
    users.set(dataClass, (users.get(dataClass) ?? new Set()).add(user));
  };
  if (environment.registry.placement === "managed") grant("platform", "registry");
  if (decideSecrets(environment).length > 0 || loginSecretNames(environment).length > 0) grant("platform", "secrets");
  for (const bucket of Object.values(environment.buckets)) grant(bucket.dataClass, "buckets");
  for (const store of Object.values(environment.stores)) {
    const user = store.placement === "managed" ? storeUsers[store.kind] : undefined;
    if (user !== undefined) grant(store.dataClass, user);
  }
  for (const { dataClass } of Object.values(environment.warehouses)) grant(dataClass, "warehouses");
  const { events } = environment;
  if (events !== undefined) grant(events.dataClass, "queues");
  if (events !== undefined && Object.keys(events.functions).length > 0) grant(events.dataClass, "functions");
  if (environment.audit !== undefined) grant(auditDataClass, "buckets");
  if (environment.vault !== undefined) users.set("unseal", new Set());
  return [...users]
    .map(([dataClass, who]) => ({ dataClass, users: [...who].sort() }))
    .sort((a, b) => (a.dataClass < b.dataClass ? -1 : 1));
}
