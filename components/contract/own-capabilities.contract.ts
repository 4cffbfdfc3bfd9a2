import type { Capabilities, CapabilityName, ClusterFacts, Refusal } from "../cloud.ts";

/** What the cluster layer makes where the cloud holds no buckets: its own methods refuse. */
const madeInCluster: readonly CapabilityName[] = ["buckets", "buckets.retention", "buckets.versions", "identities"];

/** What a cloud's own methods can do: what its table says, less what is made in its cluster. */
export function ownCapabilities(capabilities: Capabilities, { objects }: Pick<ClusterFacts, "objects">): Capabilities {
  if (objects !== "in-cluster") return capabilities;
  const refusal: Refusal = { supported: false, why: "it is in the cluster", instead: "ask the cluster layer" };
  return { ...capabilities, ...Object.fromEntries(madeInCluster.map((name) => [name, refusal])) };
}
