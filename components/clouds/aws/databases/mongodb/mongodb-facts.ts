import type { MongodbFacts } from "../../../../cloud.ts";
import { ports } from "../../../../kit/network/ports.ts";
import type { AwsSettings } from "../../settings.ts";
import { authorityOf } from "../authorities/server-authorities.ts";

/**
 * How DocumentDB is reached. It has no retryable writes, and clients learn of its members as of a replica set's.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/connect_programmatically.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html#functional-differences.retryable-writes
 */
export function documentFacts({ regions }: Pick<AwsSettings, "regions">): MongodbFacts {
  return {
    scheme: "mongodb",
    options: { authSource: "admin", replicaSet: "rs0", retryWrites: "false", tls: "true" },
    authorities: authorityOf(regions.primary),
    ports: [ports.mongodb],
    rolesOf: "database",
  };
}
