import type { NodePoolWish } from "../../../environments/schema/cluster.ts";
import { namespaces } from "./namespaces.ts";
import { nodeSizes, type Capacity } from "../sizes.ts";

/** Zones that a cluster in a cloud spreads over. */
export const zoneCount = 3;

/** A node pool as every cloud makes it. */
export interface NodePool {
  readonly name: string;
  readonly size: NodePoolWish["size"];
  readonly capacity: Capacity;
  /** Fewest and most nodes over all zones. */
  readonly min: number;
  readonly max: number;
  readonly spot: boolean;
  readonly diskGiB: number;
  /** Labels of its nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** Keeps off pods that don't ask for it. */
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: "NoSchedule" }[];
}

/** The service account of the autoscaler that the platform runs where the cloud moves no nodes by itself. */
export const nodeAutoscaler = { namespace: namespaces.operators, serviceAccount: "cluster-autoscaler" } as const;

/** The service account of the provisioner that the platform runs where nodes of its choice may come. */
export const nodeProvisioner = { namespace: namespaces.operators, serviceAccount: "karpenter" } as const;

/** Label by which pods ask for a pool of a purpose. */
export const purposeLabel = "landbridge.dev/purpose";

/** The pools in order of name. Pools for stores and for repeatable work are tainted, so that nothing else lands there. */
export function decideNodePools(pools: Readonly<Record<string, NodePoolWish>>): NodePool[] {
  return Object.entries(pools)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, wish]) => ({
      name,
      size: wish.size,
      capacity: nodeSizes[wish.size],
      min: wish.min,
      max: wish.max,
      spot: wish.spot,
      diskGiB: wish.diskGiB,
      labels: { [purposeLabel]: wish.purpose },
      taints:
        wish.purpose === "data" || wish.purpose === "batch"
          ? [{ key: purposeLabel, value: wish.purpose, effect: "NoSchedule" }]
          : [],
    }));
}
