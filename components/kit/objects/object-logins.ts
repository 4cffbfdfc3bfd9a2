import type { Environment } from "../../../environments/schema/environment.ts";
import { decideWorkloadIdentities } from "../rights/workload-identities.ts";
import { bucketActions } from "./bucket-actions.ts";
import { bucketName } from "./objects-in-cluster.ts";

/** Who may do what at the server of buckets. */
export interface ObjectLogin {
  /** The identity's name in the environment, and the access key. */
  readonly name: string;
  /** What it may do, in IAM's language, as one text. */
  readonly policy: string;
}

/**
 * A login for each identity that has to do with buckets, in order of name, with rights to these alone.
 * https://github.com/seaweedfs/seaweedfs/wiki/S3-Credentials
 */
export function decideObjectLogins(
  environment: Pick<Environment, "domains" | "edge" | "events" | "secretStore" | "stores" | "vault">,
): ObjectLogin[] {
  return decideWorkloadIdentities(environment).flatMap(({ name, grants }) => {
    const statements = grants.flatMap((grant) => {
      if (grant.kind !== "bucket") return [];
      const allowed = bucketActions[grant.access];
      const bucket = `arn:aws:s3:::${bucketName(grant.bucket)}`;
      return [
        { Effect: "Allow", Action: allowed.bucket, Resource: [bucket] },
        { Effect: "Allow", Action: allowed.objects, Resource: [`${bucket}/*`] },
      ];
    });
    if (statements.length === 0) return [];
    return [{ name, policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }];
  });
}
