import type { Network, ObjectStore } from "../../components/cloud.ts";
import { clusterFacts } from "../../components/clouds/table.ts";
import { bucketsAtEdge } from "../../components/kit/edge/edge.ts";
import { holdsBuckets } from "../../components/kit/objects/objects-in-cluster.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { BucketLogs } from "./access-logs.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What buckets are made from. */
export interface BucketParts {
  readonly network: Network;
  readonly keys: Keys;
  /** Of the second region. */
  readonly secondaryKeys: Keys;
  readonly logs: BucketLogs;
}

/** The buckets by name: none where they are in the cluster, see `ClusterFacts.objects`. */
export function createBuckets(
  { name, environment, cloud, opts }: Place,
  { network, keys, secondaryKeys, logs }: BucketParts,
): Record<string, ObjectStore> {
  if (holdsBuckets(environment, clusterFacts(environment))) return {};
  const served = bucketsAtEdge(environment);
  return Object.fromEntries(
    Object.entries(environment.buckets).map(([bucket, wish]) => {
      const { dataClass } = wish;
      const spec = {
        wish,
        purpose: served.includes(bucket) ? ("edge" as const) : ("files" as const),
        network,
        accessLogs: logs.of(wish),
        key: keys.get(dataClass),
        secondary: wish.replicate === true ? { key: secondaryKeys.get(dataClass) } : undefined,
        tags: decideTags(environment, dataClass),
        protect: environment.protect,
      };
      return [bucket, cloud.objectStore(`${name}-bucket-${bucket}`, spec, opts)];
    }),
  );
}
