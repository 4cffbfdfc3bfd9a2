import { cpuSteps, evictionGiB, reservedBySteps, type ReserveStep } from "../../../kit/cluster/node-reserve.ts";
import type { Capacity } from "../../../kit/sizes.ts";
import { decideMachineType } from "./machine-types.ts";

const memorySteps: readonly ReserveStep[] = [
  { upTo: 4, part: 0.25 },
  { upTo: 8, part: 0.2 },
  { upTo: 16, part: 0.1 },
  { upTo: 128, part: 0.06 },
  { upTo: Infinity, part: 0.02 },
];

/**
 * What pods may request of a node: GKE keeps the rest for its system.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#memory_and_cpu_reservations
 */
export function gcpNodeRoom(wanted: Capacity): Capacity {
  const { cpu, memoryGiB } = decideMachineType(wanted);
  return {
    cpu: cpu - reservedBySteps(cpu, cpuSteps),
    memoryGiB: memoryGiB - reservedBySteps(memoryGiB, memorySteps) - evictionGiB,
  };
}
