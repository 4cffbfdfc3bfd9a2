/**
 * Public regions with three availability zones, as Azure's API writes them, without those that lack a service of which the
 * platform is made: NAT over all zones (Indonesia Central, Qatar Central), the API server in a subnet (Qatar Central).
 * https://learn.microsoft.com/azure/reliability/regions-list
 * https://learn.microsoft.com/azure/nat-gateway/nat-sku
 * https://learn.microsoft.com/azure/aks/api-server-vnet-integration
 */
export const zonalRegions = [
  "australiaeast",
  "austriaeast",
  "belgiumcentral",
  "brazilsouth",
  "canadacentral",
  "centralindia",
  "centralus",
  "chilecentral",
  "eastasia",
  "eastus",
  "eastus2",
  "francecentral",
  "germanywestcentral",
  "israelcentral",
  "italynorth",
  "japaneast",
  "japanwest",
  "koreacentral",
  "malaysiawest",
  "mexicocentral",
  "newzealandnorth",
  "northeurope",
  "norwayeast",
  "polandcentral",
  "southafricanorth",
  "southcentralus",
  "southeastasia",
  "spaincentral",
  "swedencentral",
  "switzerlandnorth",
  "uaenorth",
  "uksouth",
  "westeurope",
  "westus2",
  "westus3",
] as const;

/**
 * Those of them where managed disks have no copies in other zones, as far as is known.
 * https://learn.microsoft.com/azure/virtual-machines/disks-redundancy#zrs-regional-availability
 */
export const regionsWithoutZrs = [
  "austriaeast",
  "belgiumcentral",
  "chilecentral",
  "japanwest",
  "malaysiawest",
] as const;

/**
 * Those where a new PostgreSQL server gets no standby in another zone: for the time being, but for Japan West, which never
 * had any. As of 22 December 2025.
 * https://learn.microsoft.com/azure/postgresql/overview#azure-regions
 * https://github.com/MicrosoftDocs/azure-databases-docs/blob/main/articles/postgresql/includes/regions-table.md
 */
export const regionsWithoutStandby = [
  "brazilsouth",
  "centralindia",
  "eastasia",
  "eastus",
  "eastus2",
  "germanywestcentral",
  "japanwest",
  "mexicocentral",
  "northeurope",
  "southcentralus",
  "southeastasia",
  "westeurope",
  "westus2",
] as const satisfies readonly (typeof zonalRegions)[number][];

/**
 * Those where a MySQL server gets no standby in another zone. As of 7 January 2026.
 * https://learn.microsoft.com/azure/mysql/flexible-server/overview#azure-regions
 */
export const mysqlRegionsWithoutStandby = [
  "japanwest",
  "spaincentral",
] as const satisfies readonly (typeof zonalRegions)[number][];

/** Those where MySQL isn't offered, by the same list. */
export const regionsWithoutMysql = [
  "austriaeast",
  "belgiumcentral",
] as const satisfies readonly (typeof zonalRegions)[number][];

/** Name of a region with three zones. */
export type ZonalRegion = (typeof zonalRegions)[number];

/** The zones of any of these regions, by the names that Azure gives them within a subscription. */
export const zones = ["1", "2", "3"] as const;

/** Whether a text names one of these regions. */
export function isZonalRegion(text: string): text is ZonalRegion {
  return zonalRegions.some((region) => region === text);
}

/** The region of a name. Throws for another text, which `checkAzure` reports to the user before. */
export function zonalRegion(text: string): ZonalRegion {
  if (isZonalRegion(text)) return text;
  throw new Error(`${text} is no region of Azure with three zones`);
}
