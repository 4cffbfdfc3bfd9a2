import type { MongodbFacts } from "../../../cloud.ts";
import { ports } from "../../../kit/network/ports.ts";
import type { AwsSettings } from "../settings.ts";
import authorities from "./rds-authorities.json" with { type: "json" };

/**
 * Roots that sign certificates of DocumentDB with the authority `rds-ca-rsa2048-g1`, by region, as AWS publishes them:
 * they are in no image's own list. https://docs.aws.amazon.com/documentdb/latest/developerguide/ca_cert_rotation.html
 */
const byRegion: Readonly<Record<string, string>> = authorities;

/** The regions whose authority is known here, in order of name. */
export const regionsWithAuthority: readonly string[] = Object.keys(byRegion).sort();

/**
 * How DocumentDB is reached. It has no retryable writes, and clients learn of its members as of a replica set's.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/connect_programmatically.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html#functional-differences.retryable-writes
 */
export function documentFacts({ regions }: Pick<AwsSettings, "regions">): MongodbFacts {
  return {
    scheme: "mongodb",
    options: { authSource: "admin", replicaSet: "rs0", retryWrites: "false", tls: "true" },
    authorities: byRegion[regions.primary],
    ports: [ports.mongodb],
    rolesOf: "database",
  };
}
