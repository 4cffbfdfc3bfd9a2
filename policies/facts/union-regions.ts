/**
 * Regions in member states of the European Union, by cloud, as each writes them in lower case.
 *
 * Google: europe-west2 is London and europe-west6 Zurich, and EUR5, EUR7 and EUR8 contain one of them.
 * https://cloud.google.com/storage/docs/locations, seen 2026-11. AWS: eu-west-2 is London and eu-central-2 Zurich.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html. Azure: Norway, Switzerland and the
 * United Kingdom aren't members. https://learn.microsoft.com/azure/reliability/regions-list
 */
const regions = {
  gcp: [
    "eu",
    "eur4",
    "europe-central2",
    "europe-north1",
    "europe-north2",
    "europe-southwest1",
    "europe-west1",
    "europe-west10",
    "europe-west12",
    "europe-west3",
    "europe-west4",
    "europe-west8",
    "europe-west9",
  ],
  aws: ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"],
  azure: [
    "austriaeast",
    "belgiumcentral",
    "francecentral",
    "francesouth",
    "germanynorth",
    "germanywestcentral",
    "italynorth",
    "northeurope",
    "polandcentral",
    "spaincentral",
    "swedencentral",
    "swedensouth",
    "westeurope",
  ],
} as const;

/** Whether a region of a cloud lies in the European Union. One that isn't known doesn't. */
export function isUnionRegion(cloud: keyof typeof regions, region: string): boolean {
  const known: readonly string[] = regions[cloud];
  const name = region.toLowerCase();
  // Azure's names are also written for people: `West Europe`.
  return known.includes(cloud === "azure" ? name.replaceAll(" ", "") : name);
}
