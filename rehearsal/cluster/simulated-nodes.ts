import type { NodePool } from "../../components/kit/cluster/node-pools.ts";
import { hostKey, zoneKey } from "../../components/kit/cluster/placement.ts";
import { podsPerNode } from "../../components/kit/cluster/pod-room.ts";
import type { ClusterObject } from "./cluster-object.ts";

/** What a simulated node needs of its pool. */
export type SimulatedPool = Pick<NodePool, "name" | "capacity" | "min" | "labels" | "taints">;

/** Annotation and label by which kwok's nodes are known. https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/ */
const simulatedLabel = "kwok.x-k8s.io/node";

/** What a cluster without pools of its own is taken for: one machine. */
const laptopPool: SimulatedPool = {
  name: "machine",
  capacity: { cpu: 8, memoryGiB: 32 },
  min: 1,
  labels: {},
  taints: [],
};

/** Share of a node that its own programs take. Every cloud takes less of a node of these sizes. */
const systemShare = 0.1;

/** The names of some zones. */
export function zoneNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `zone-${String.fromCharCode(97 + index)}`);
}

/**
 * The nodes that pools begin with: as few as a pool may have, though at least one in each zone where it may have any at all.
 * Whatever fits them fits what an autoscaler makes of them.
 */
export function simulatedNodes(pools: readonly SimulatedPool[], zones: readonly string[]): ClusterObject[] {
  const used = pools.length === 0 ? [laptopPool] : pools;
  return used.flatMap((pool) => {
    const count = pool.min === 0 ? 0 : Math.max(pool.min, zones.length);
    return Array.from({ length: count }, (_, index) => simulatedNode(pool, zones[index % zones.length] ?? "", index));
  });
}

function simulatedNode(pool: SimulatedPool, zone: string, index: number): ClusterObject {
  const name = `${pool.name}-${index}`;
  const capacity = resources(pool, 1);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { [simulatedLabel]: "fake" },
      labels: {
        ...pool.labels,
        [simulatedLabel]: "fake",
        [hostKey]: name,
        [zoneKey]: zone,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
      },
    },
    ...(pool.taints.length === 0 ? {} : { spec: { taints: pool.taints } }),
    status: { capacity, allocatable: resources(pool, 1 - systemShare) },
  };
}

function resources({ capacity }: SimulatedPool, share: number): Record<string, string> {
  return {
    cpu: `${Math.floor(capacity.cpu * share * 1000)}m`,
    memory: `${Math.floor(capacity.memoryGiB * share * 1024)}Mi`,
    pods: String(podsPerNode),
    "ephemeral-storage": "100Gi",
  };
}
