import { smallestWith, type Capacity } from "../../../../kit/sizes.ts";

/** Pricing tiers of PostgreSQL that Landbridge uses. */
export type PostgresTier = "Burstable" | "GeneralPurpose";

/** A machine that PostgreSQL runs on. */
export interface PostgresMachine extends Capacity {
  readonly name: string;
  readonly tier: PostgresTier;
}

/**
 * The machines for databases, cheapest first. Burstable ones have neither a standby nor read replicas and slow down when
 * their credits are spent, so only small ones are used, where nothing depends on it. Ddsv5 is the family of general
 * purpose in the most regions; where it is missing, another is set by a transform.
 * https://learn.microsoft.com/azure/postgresql/compute-storage/concepts-compute
 */
export const postgresMachines: readonly PostgresMachine[] = [
  { name: "Standard_B1ms", tier: "Burstable", cpu: 1, memoryGiB: 2 },
  { name: "Standard_B2s", tier: "Burstable", cpu: 2, memoryGiB: 4 },
  { name: "Standard_D2ds_v5", tier: "GeneralPurpose", cpu: 2, memoryGiB: 8 },
  { name: "Standard_D4ds_v5", tier: "GeneralPurpose", cpu: 4, memoryGiB: 16 },
  { name: "Standard_D8ds_v5", tier: "GeneralPurpose", cpu: 8, memoryGiB: 32 },
  { name: "Standard_D16ds_v5", tier: "GeneralPurpose", cpu: 16, memoryGiB: 64 },
];

/** The cheapest machine with at least this capacity; `steady` for a standby or replicas. */
export function decidePostgresMachine(wanted: Capacity, steady: boolean): PostgresMachine {
  const machines = steady ? postgresMachines.filter(({ tier }) => tier === "GeneralPurpose") : postgresMachines;
  return smallestWith(machines, wanted, "machine");
}

/**
 * Sizes in GiB that a disk of a server can have. Each is twice the one before, and a disk grows by such steps. 4095 keeps
 * the host's cache, which a disk of 4096 hasn't.
 * https://learn.microsoft.com/azure/postgresql/compute-storage/concepts-storage-premium-ssd
 */
const postgresDisks: readonly number[] = [32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767];

/** The smallest disk that holds this much. Throws above the largest, which the schema doesn't allow. */
export function decidePostgresDisk(storageGiB: number): number {
  const found = postgresDisks.find((size) => size >= storageGiB);
  if (found === undefined) throw new Error(`no disk holds ${storageGiB} GiB`);
  return found;
}
