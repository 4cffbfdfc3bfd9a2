import type { Environment } from "../../environments/schema/environment.ts";
import type { DataClass } from "../../environments/schema/names.ts";

/** A service of the cloud that encrypts with a customer key. */
export type KeyUser = "cluster" | "nodes" | "buckets" | "registry" | "databases";

/** A key to make, and who may use it. */
export interface KeyDecision {
  readonly dataClass: DataClass | "platform";
  readonly users: readonly KeyUser[];
}

/** Days after which a key is given a new version. CIS asks for 90 or fewer. */
export const keyRotationDays = 90;

/** One key for the platform itself and one for each class of data that a managed store or bucket holds. */
export function decideKeys(environment: Environment): KeyDecision[] {
  const users = new Map<KeyDecision["dataClass"], Set<KeyUser>>([["platform", new Set<KeyUser>(["cluster", "nodes"])]]);
  const grant = (dataClass: KeyDecision["dataClass"], user: KeyUser): void => {
    users.set(dataClass, (users.get(dataClass) ?? new Set()).add(user));
  };
  if (environment.registry.placement === "managed") grant("platform", "registry");
  for (const bucket of Object.values(environment.buckets)) grant(bucket.dataClass, "buckets");
  for (const store of Object.values(environment.stores)) {
    if (store.placement === "managed") grant(store.dataClass, "databases");
  }
  return [...users]
    .map(([dataClass, who]) => ({ dataClass, users: [...who].sort() }))
    .sort((a, b) => (a.dataClass < b.dataClass ? -1 : 1));
}
