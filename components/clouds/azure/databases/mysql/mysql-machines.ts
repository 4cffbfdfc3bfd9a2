import { smallestWith, type Capacity } from "../../../../kit/sizes.ts";
import type { PostgresMachine } from "../postgres/postgres-machines.ts";

/** A machine that MySQL runs on: of the same tiers as PostgreSQL's. */
export type MysqlMachine = PostgresMachine;

/**
 * The machines for MySQL, cheapest first. Burstable ones have neither a standby nor read replicas, so only small ones are
 * used, where nothing depends on it. Where a region lacks Dadsv5, another family is set by a transform.
 * https://learn.microsoft.com/azure/mysql/flexible-server/concepts-service-tiers-storage
 */
export const mysqlMachines: readonly MysqlMachine[] = [
  { name: "Standard_B1ms", tier: "Burstable", cpu: 1, memoryGiB: 2 },
  { name: "Standard_B2s", tier: "Burstable", cpu: 2, memoryGiB: 4 },
  { name: "Standard_D2ads_v5", tier: "GeneralPurpose", cpu: 2, memoryGiB: 8 },
  { name: "Standard_D4ads_v5", tier: "GeneralPurpose", cpu: 4, memoryGiB: 16 },
  { name: "Standard_D8ads_v5", tier: "GeneralPurpose", cpu: 8, memoryGiB: 32 },
  { name: "Standard_D16ads_v5", tier: "GeneralPurpose", cpu: 16, memoryGiB: 64 },
];

/** The cheapest machine with at least this capacity; `steady` for a standby or replicas. */
export function decideMysqlMachine(wanted: Capacity, steady: boolean): MysqlMachine {
  const machines = steady ? mysqlMachines.filter(({ tier }) => tier === "GeneralPurpose") : mysqlMachines;
  return smallestWith(machines, wanted, "machine");
}

/** The smallest disk in GiB. It may have any size above. https://learn.microsoft.com/azure/mysql/flexible-server/concepts-service-tiers-storage */
export const leastMysqlDiskGiB = 20;
