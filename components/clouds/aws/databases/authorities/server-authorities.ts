import { logReaders } from "../postgres/postgres-args.ts";
import type { Environment } from "../../../../../environments/schema/environment.ts";
import type { ServerFacts } from "../../../../cloud.ts";
import type { Issue } from "../../../../kit/errors.ts";
import type { AwsSettings } from "../../settings.ts";
import authorities from "./rds-authorities.json" with { type: "json" };

/**
 * Who signs the certificates of servers of RDS and of DocumentDB, until 2061. RDS renews certificates by it without a restart.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/ca_cert_rotation.html
 */
export const certificateAuthority = "rds-ca-rsa2048-g1";

/** Its roots by region, as AWS publishes them: they are in no image's own list. */
const byRegion: Readonly<Record<string, string>> = authorities;

/** The regions whose authority is known here, in order of name. */
export const regionsWithAuthority: readonly string[] = Object.keys(byRegion).sort();

/** Its root in a region, in PEM; undefined where it isn't known here. */
export function authorityOf(region: string): string | undefined {
  return byRegion[region];
}

/** RDS writes the name by which a server is reached into its certificate. */
export function serverFacts({ regions }: Pick<AwsSettings, "regions">): ServerFacts {
  return { proof: "name", authorities: authorityOf(regions.primary), logReaders };
}

/** Managed stores of some kinds, in a region whose authority nobody could verify them by. */
export function checkAuthority(
  { stores, cloud: { regions } }: Pick<Environment<AwsSettings>, "stores" | "cloud">,
  kinds: readonly string[],
  service: string,
): Issue[] {
  if (authorityOf(regions.primary) !== undefined) return [];
  return Object.entries(stores)
    .filter(([, { kind, placement }]) => placement === "managed" && kinds.includes(kind))
    .map(([store]) => ({
      path: `stores.${store}.placement`,
      value: "managed",
      rule: `can't be had in ${regions.primary}: who signs ${service}'s certificates there isn't known here`,
      wayOut: `write placement: in-cluster, or use one of ${regionsWithAuthority.join(", ")}`,
    }));
}
