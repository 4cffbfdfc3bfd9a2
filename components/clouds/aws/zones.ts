import type { AwsSettings } from "./settings.ts";

/** Ids of the three zones that a platform spreads over. */
export type Zones = readonly [string, string, string];

const first: readonly [number, number, number] = [1, 2, 3];

/**
 * Three zones of each region by their ids, which mean the same place in every account: names such as us-east-1a don't in
 * the older regions, and leave gaps (Tokyo has a, c and d). Left out: zones in which EKS puts no control plane, and
 * constrained ones that new accounts don't see. us-west-1 has two zones for new accounts and so isn't here.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const zoneNumbers: Readonly<Record<string, readonly [prefix: string, numbers: readonly [number, number, number]]>> = {
  "af-south-1": ["afs1", first],
  "ap-east-1": ["ape1", first],
  "ap-east-2": ["ape2", first],
  "ap-northeast-1": ["apne1", [1, 2, 4]],
  "ap-northeast-2": ["apne2", first],
  "ap-northeast-3": ["apne3", first],
  "ap-south-1": ["aps1", first],
  "ap-south-2": ["aps2", first],
  "ap-southeast-1": ["apse1", first],
  "ap-southeast-2": ["apse2", first],
  "ap-southeast-3": ["apse3", first],
  "ap-southeast-4": ["apse4", first],
  "ap-southeast-5": ["apse5", first],
  "ap-southeast-6": ["apse6", first],
  "ap-southeast-7": ["apse7", first],
  "ca-central-1": ["cac1", [1, 2, 4]],
  "ca-west-1": ["caw1", first],
  "eu-central-1": ["euc1", first],
  "eu-central-2": ["euc2", first],
  "eu-north-1": ["eun1", first],
  "eu-south-1": ["eus1", first],
  "eu-south-2": ["eus2", first],
  "eu-west-1": ["euw1", first],
  "eu-west-2": ["euw2", first],
  "eu-west-3": ["euw3", first],
  "il-central-1": ["ilc1", first],
  "me-central-1": ["mec1", first],
  "me-south-1": ["mes1", first],
  "mx-central-1": ["mxc1", first],
  "sa-east-1": ["sae1", first],
  "us-east-1": ["use1", [1, 2, 4]],
  "us-east-2": ["use2", first],
  "us-west-2": ["usw2", first],
};

/** The zones in which EKS puts no control plane. */
export const zonesWithoutEks: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];

/** The regions whose zones are known here, in order of name. */
export const knownRegions: readonly string[] = Object.keys(zoneNumbers).sort();

/**
 * The zones that the settings name, or those known of the region, in order of name: each takes its addresses by its place,
 * so that writing them in another order must change nothing. Undefined for a region that nobody told us about.
 */
export function decideZones({ regions, zones }: Pick<AwsSettings, "regions" | "zones">): Zones | undefined {
  if (zones !== undefined) {
    const sorted: [string, string, string] = [...zones];
    sorted.sort();
    return sorted;
  }
  const known = zoneNumbers[regions.primary];
  if (known === undefined) return undefined;
  const [prefix, [a, b, c]] = known;
  return [`${prefix}-az${a}`, `${prefix}-az${b}`, `${prefix}-az${c}`];
}

/** As `decideZones`. Throws for a region that `checkAws` reports to the user before. */
export function zonesOf(settings: Pick<AwsSettings, "regions" | "zones">): Zones {
  const zones = decideZones(settings);
  if (zones === undefined) throw new Error(`the zones of ${settings.regions.primary} are not known`);
  return zones;
}
