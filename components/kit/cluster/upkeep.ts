import type { MaintenanceWish } from "../../../environments/schema/cluster.ts";
import type { Environment } from "../../../environments/schema/environment.ts";

/** How the cloud keeps a cluster up to date by itself. Minor versions are never its choice: the environment names them. */
export interface Upkeep {
  /** When it may change something. */
  readonly maintenance: MaintenanceWish;
  /** How early patches come, where the cloud has more than one pace. */
  readonly patches: "early" | "usual";
}

const weekends: MaintenanceWish = { days: ["saturday", "sunday"], hour: 0, hours: 6 };

/**
 * What an environment's cluster is kept up to date by. Development gets patches early, so that what they break is seen there
 * first. Nobody waits longer than usual: a slower pace also brings new minor versions late, and the environment may name one.
 */
export function decideUpkeep({ cluster, tier }: Pick<Environment, "cluster" | "tier">): Upkeep {
  return { maintenance: cluster.maintenance ?? weekends, patches: tier === "development" ? "early" : "usual" };
}
