import { smallestWith, type Capacity } from "../../../kit/sizes.ts";

/** A size of virtual machine. */
export interface VmSize extends Capacity {
  readonly name: string;
}

/**
 * The sizes that nodes run on, cheapest first: Intel, version 5, without a local disk. Chosen because they are in all
 * zones of the older regions, boot securely (generation 2), encrypt at the host and take Premium disks; a newer region may
 * have later versions only, which a transform takes.
 * https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dsv5-series
 * https://learn.microsoft.com/azure/virtual-machines/sizes/memory-optimized/esv5-series
 */
export const nodeSizes: readonly VmSize[] = [
  { name: "Standard_D2s_v5", cpu: 2, memoryGiB: 8 },
  { name: "Standard_E2s_v5", cpu: 2, memoryGiB: 16 },
  { name: "Standard_D4s_v5", cpu: 4, memoryGiB: 16 },
  { name: "Standard_E4s_v5", cpu: 4, memoryGiB: 32 },
  { name: "Standard_D8s_v5", cpu: 8, memoryGiB: 32 },
  { name: "Standard_E8s_v5", cpu: 8, memoryGiB: 64 },
  { name: "Standard_D16s_v5", cpu: 16, memoryGiB: 64 },
  { name: "Standard_E16s_v5", cpu: 16, memoryGiB: 128 },
  { name: "Standard_D32s_v5", cpu: 32, memoryGiB: 128 },
];

/** The cheapest size with at least this capacity. Throws where none is large enough. */
export function decideVmSize(wanted: Capacity): VmSize {
  return smallestWith(nodeSizes, wanted, "size");
}
