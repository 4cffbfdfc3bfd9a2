import { contentHash } from "../../../kit/names.ts";
import type { NodePool } from "../../../kit/cluster/node-pools.ts";
import { decideVmSize } from "./machine-types.ts";
import { nameLimits } from "../names.ts";

/** Most nodes of the pool for Azure's own pods. */
export const systemPoolNodes = 6;

/**
 * Name of a pool within its cluster: lower-case letters and digits. It changes with what its machines are, so that such a
 * change makes the new pool first, moves the pods and then deletes the old one.
 */
export function nodePoolName({ name, capacity, diskGiB, spot }: NodePool): string {
  const digits = contentHash({ name, vmSize: decideVmSize(capacity).name, diskGiB, spot }, 4);
  return `${name.replace(/-/g, "").slice(0, nameLimits.nodePool - digits.length)}${digits}`;
}
