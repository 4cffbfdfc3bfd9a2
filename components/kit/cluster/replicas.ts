import type { Environment } from "../../../environments/schema/environment.ts";
import type { Issue } from "../errors.ts";

/** Which regions images can be copied to. */
export interface ReplicaRegions {
  readonly primary: string;
  /** Whether the cloud has a region of a name. */
  readonly isRegion: (name: string) => boolean;
  /** What to write instead of a name that is none. */
  readonly wayOut: string;
}

/** One issue for each of `registry.replicateTo` that no image could be copied to. */
export function checkReplicas(
  { registry }: Pick<Environment, "registry">,
  { primary, isRegion, wayOut }: ReplicaRegions,
): Issue[] {
  if (registry.placement === "external") return [];
  return registry.replicateTo.flatMap((value, index) => {
    const path = `registry.replicateTo[${index}]`;
    if (value === primary)
      return [{ path, value, rule: "is the region of the registry itself", wayOut: "name another, or delete it" }];
    return isRegion(value) ? [] : [{ path, value, rule: "is no region of this cloud's", wayOut }];
  });
}
