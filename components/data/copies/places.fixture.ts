import { output } from "@pulumi/pulumi";
import type { ObjectsAccess, PodIdentity } from "../../cloud.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";

/** How pods of a cloud that is made of paper get an identity. */
export const paperIdentity: PodIdentity = {
  ...{ annotation: "paper.example/identity", podLabels: { "paper.example/use": "true" }, barman: {} },
  tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
  rclone: { TYPE: "paper", ENV_AUTH: "true" },
};

/** The buckets of that cloud to which stores are copied and from which they begin. */
export const paperBuckets = {
  podIdentity: paperIdentity,
  bucketUrls: { copies: output("paper://copies"), older: output("paper://older") },
};

/** Buckets in the cluster, and a login there for each of `owners`. */
export function paperObjects(...owners: readonly string[]): ObjectsAccess {
  return {
    endpoint: output("https://buckets.example:8333"),
    region: "here",
    authority: "pem",
    authoritySecret: "buckets-tls",
    bucketUrls: { copies: output("s3://landbridge-copies"), older: output("s3://landbridge-older") },
    keys: Object.fromEntries(
      owners.map((owner) => [storeIdentityName(owner), { accessKey: owner, secretKey: output("hidden") }]),
    ),
  };
}
