import { smallestWith, type Capacity } from "../../../kit/sizes.ts";

/** A machine of Compute Engine. */
export interface MachineType extends Capacity {
  readonly name: string;
}

/**
 * The E2 machines that nodes run on, cheapest first. E2 is the one general-purpose family in every zone, so a regional
 * node pool never fails because one of its zones lacks the family; its shapes are the size classes' own. It shares
 * physical cores and takes neither Hyperdisk nor Local SSD: a pool that needs steady CPUs takes N2 or N4 by a transform.
 * https://cloud.google.com/compute/docs/general-purpose-machines#e2_machine_types
 */
export const nodeMachines: readonly MachineType[] = [
  { name: "e2-standard-2", cpu: 2, memoryGiB: 8 },
  { name: "e2-highmem-2", cpu: 2, memoryGiB: 16 },
  { name: "e2-standard-4", cpu: 4, memoryGiB: 16 },
  { name: "e2-highmem-4", cpu: 4, memoryGiB: 32 },
  { name: "e2-standard-8", cpu: 8, memoryGiB: 32 },
  { name: "e2-highmem-8", cpu: 8, memoryGiB: 64 },
  { name: "e2-standard-16", cpu: 16, memoryGiB: 64 },
  { name: "e2-highmem-16", cpu: 16, memoryGiB: 128 },
  { name: "e2-standard-32", cpu: 32, memoryGiB: 128 },
];

/** The cheapest machine with at least this capacity. Throws where none is large enough. */
export function decideMachineType(wanted: Capacity): MachineType {
  return smallestWith(nodeMachines, wanted, "machine");
}

/** Cloud SQL's edition: what a server may be, and how far back it can be restored. */
export type SqlEdition = "ENTERPRISE" | "ENTERPRISE_PLUS";

/** Days of transaction logs that the Enterprise edition keeps. Enterprise Plus keeps 35, the schema's own limit. */
const enterpriseLogDays = 7;

/**
 * The edition that can restore that far back. Enterprise Plus costs about a third more for each CPU and begins at 2
 * CPUs and 16 GiB, so it is used only where Enterprise can't do what was asked.
 * https://cloud.google.com/sql/docs/postgres/editions-intro
 */
export function decideSqlEdition(pitrDays: number): SqlEdition {
  return pitrDays <= enterpriseLogDays ? "ENTERPRISE" : "ENTERPRISE_PLUS";
}

const enterprisePlusCpus = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128];
const enterprisePlusGiBPerCpu = 8;

/**
 * The smallest machine of an edition with at least this capacity. Enterprise takes 1 or an even number of CPUs with 0.9
 * to 6.5 GiB each, at least 3.75 GiB, in steps of 256 MiB; shared-core machines are left out, since no SLA covers them.
 * https://cloud.google.com/sql/docs/postgres/machine-series-overview
 */
export function decideSqlTier(edition: SqlEdition, wanted: Capacity): MachineType {
  return edition === "ENTERPRISE" ? customTier(wanted) : performanceTier(wanted);
}

function customTier({ cpu, memoryGiB }: Capacity): MachineType {
  const wantedMiB = Math.max(memoryGiB * 1024, 3840);
  const leastCpus = Math.max(Math.ceil(cpu), Math.ceil(wantedMiB / (6.5 * 1024)));
  const cpus = leastCpus === 1 ? 1 : leastCpus + (leastCpus % 2);
  const miB = Math.ceil(Math.max(wantedMiB, cpus * 0.9 * 1024) / 256) * 256;
  return { name: `db-custom-${cpus}-${miB}`, cpu: cpus, memoryGiB: miB / 1024 };
}

function performanceTier({ cpu, memoryGiB }: Capacity): MachineType {
  const cpus = enterprisePlusCpus.find((count) => count >= cpu && count * enterprisePlusGiBPerCpu >= memoryGiB);
  if (cpus === undefined) throw new Error(`Enterprise Plus has no machine with ${cpu} CPUs and ${memoryGiB} GiB`);
  return { name: `db-perf-optimized-N-${cpus}`, cpu: cpus, memoryGiB: cpus * enterprisePlusGiBPerCpu };
}
