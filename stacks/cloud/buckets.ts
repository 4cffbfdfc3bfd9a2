import type { ObjectStore } from "../../components/cloud.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The buckets by name. */
export function createBuckets(
  { name, environment, cloud, opts }: Place,
  { keys }: { readonly keys: Keys },
): Record<string, ObjectStore> {
  return Object.fromEntries(
    Object.entries(environment.buckets).map(([bucket, wish]) => {
      const { dataClass } = wish;
      const spec = {
        wish,
        key: keys.get(dataClass),
        tags: decideTags(environment, dataClass),
        protect: environment.protect,
      };
      return [bucket, cloud.objectStore(`${name}-bucket-${bucket}`, spec, opts)];
    }),
  );
}
