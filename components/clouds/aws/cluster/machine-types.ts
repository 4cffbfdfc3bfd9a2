import { smallestWith, type Capacity } from "../../../kit/sizes.ts";

/** A shape of EC2's general-purpose (m) and memory-optimized (r) families. */
export interface NodeShape extends Capacity {
  readonly family: "m" | "r";
  readonly size: string;
}

/**
 * The shapes that nodes have, cheapest first: 4 GiB for each CPU in m, 8 in r.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/mo.html
 */
export const nodeShapes: readonly NodeShape[] = [
  { family: "m", size: "large", cpu: 2, memoryGiB: 8 },
  { family: "r", size: "large", cpu: 2, memoryGiB: 16 },
  { family: "m", size: "xlarge", cpu: 4, memoryGiB: 16 },
  { family: "r", size: "xlarge", cpu: 4, memoryGiB: 32 },
  { family: "m", size: "2xlarge", cpu: 8, memoryGiB: 32 },
  { family: "r", size: "2xlarge", cpu: 8, memoryGiB: 64 },
  { family: "m", size: "4xlarge", cpu: 16, memoryGiB: 64 },
  { family: "r", size: "4xlarge", cpu: 16, memoryGiB: 128 },
  { family: "m", size: "8xlarge", cpu: 32, memoryGiB: 128 },
];

/**
 * Generations in order of preference, all with x86 processors, since an image for ARM is not a given. On demand EKS takes
 * the first that the zone has, so that a region without the newer still gets nodes; for Spot it takes whichever is least
 * likely to be taken back, and four kinds to choose from make that work.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
 */
const generations = { onDemand: ["6i", "5"], spot: ["6i", "5", "6a", "5a"] } as const;

/** The cheapest shape with at least this capacity. Throws where none is large enough. */
export function decideShape(wanted: Capacity): NodeShape {
  return smallestWith(nodeShapes, wanted, "machine");
}

/** The instance types of a pool's nodes, all of one shape, in order of preference. */
export function decideInstanceTypes(wanted: Capacity, spot: boolean): string[] {
  const { family, size } = decideShape(wanted);
  return generations[spot ? "spot" : "onDemand"].map((generation) => `${family}${generation}.${size}`);
}
