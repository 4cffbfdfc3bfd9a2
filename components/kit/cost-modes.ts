import type { Environment } from "../../environments/schema/environment.ts";

/** What a cost mode decides where an environment leaves a choice open. */
export interface Spending {
  /** Ways out of the network: one for all zones, or one in each so that the loss of a zone takes no other's with it. */
  readonly nat: "single" | "per-zone";
  /**
   * Whether what the cloud runs has a standby that takes over by itself: a managed server in another zone, which doubles its
   * price, and a node for the cloud's own pods in each.
   */
  readonly standby: boolean;
  /** Whether the control plane comes with a financially backed promise of availability, where that costs extra. */
  readonly controlPlanePromise: boolean;
  /** Whether the cloud's services are reached by doors in the private network where each door costs extra. */
  readonly privateDoors: boolean;
  /** Whether an in-cluster store of several servers has a pod besides that moves its data between them. */
  readonly balancer: boolean;
  /** Share of network connections that is logged, above 0 and at most 1. */
  readonly flowLogShare: number;
  /** Days that logs of operation are kept; audit logs have their own, see `audit`. */
  readonly logDays: number;
  /** Days that a cluster's control plane keeps its logs, the API server's audit among them. 30 at least. */
  readonly auditLogDays: number;
}

type CostMode = Environment["costMode"];

const modes: Readonly<Record<CostMode, Spending>> = {
  "free-tier": {
    nat: "single",
    standby: false,
    controlPlanePromise: false,
    privateDoors: false,
    balancer: false,
    flowLogShare: 0.1,
    logDays: 7,
    auditLogDays: 30,
  },
  lean: {
    nat: "single",
    standby: false,
    controlPlanePromise: false,
    privateDoors: false,
    balancer: false,
    flowLogShare: 0.1,
    logDays: 14,
    auditLogDays: 30,
  },
  balanced: {
    nat: "single",
    standby: false,
    controlPlanePromise: true,
    privateDoors: true,
    balancer: true,
    flowLogShare: 0.5,
    logDays: 30,
    auditLogDays: 90,
  },
  resilient: {
    nat: "per-zone",
    standby: true,
    controlPlanePromise: true,
    privateDoors: true,
    balancer: true,
    flowLogShare: 0.5,
    logDays: 90,
    auditLogDays: 365,
  },
};

/**
 * What the environment's cost mode decides. Production never goes below what keeps it alive when a zone is lost,
 * whatever its mode: the mode saves elsewhere.
 */
export function decideSpending({ tier, costMode }: Pick<Environment, "tier" | "costMode">): Spending {
  const chosen = modes[costMode];
  if (tier !== "production") return chosen;
  const { nat, standby, controlPlanePromise, auditLogDays } = modes.resilient;
  const logDays = Math.max(chosen.logDays, modes.balanced.logDays);
  return { ...chosen, nat, standby, controlPlanePromise, logDays, auditLogDays };
}
