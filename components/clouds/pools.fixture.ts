import type { NodePoolWish } from "../../environments/schema/cluster.ts";
import { decideNodePools, type NodePool } from "../kit/cluster/node-pools.ts";

/** A decided pool of one to three medium nodes, but for what is changed of it. */
export function pool(changes: Partial<NodePool> = {}, purpose: NodePoolWish["purpose"] = "general"): NodePool {
  const [decided] = decideNodePools({
    general: { size: "medium", min: 1, max: 3, purpose, spot: false, diskGiB: 100 },
  });
  if (decided === undefined) throw new Error("a pool was wished for");
  return { ...decided, ...changes };
}
