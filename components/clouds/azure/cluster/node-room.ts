import { evictionGiB, reservedBySteps, type ReserveStep } from "../../../kit/cluster/node-reserve.ts";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import type { Capacity } from "../../../kit/sizes.ts";
import { decideVmSize } from "./machine-types.ts";

// 60m of the first, 100m of two, 140m of four, 180m of eight, 260m of sixteen, 420m of thirty-two.
const aksCpuSteps: readonly ReserveStep[] = [
  { upTo: 1, part: 0.06 },
  { upTo: 2, part: 0.04 },
  { upTo: 4, part: 0.02 },
  { upTo: Infinity, part: 0.01 },
];

/**
 * What pods may request of a node: AKS keeps 50 MB and 20 MB for each pod that may be there, a quarter at most.
 * https://learn.microsoft.com/azure/aks/node-resource-reservations
 */
export function azureNodeRoom(wanted: Capacity): Capacity {
  const { cpu, memoryGiB } = decideVmSize(wanted);
  return {
    cpu: cpu - reservedBySteps(cpu, aksCpuSteps),
    memoryGiB: memoryGiB - Math.min((50 + 20 * podsPerNode) / 1024, memoryGiB / 4) - evictionGiB,
  };
}
