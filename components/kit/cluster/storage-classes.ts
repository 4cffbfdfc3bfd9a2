import type { Environment } from "../../../environments/schema/environment.ts";
import type { OperatedWish } from "../../../environments/schema/stores.ts";

/** Names of our storage classes, by where their volumes are: known to every layer, the same on every cloud. */
export const storageClasses = { zonal: "landbridge-zonal", replicated: "landbridge-replicated" } as const;

/** Name of our class of snapshots. */
export const snapshotClass = "landbridge-snapshots";

/** What becomes of a disk or snapshot whose claim is deleted. */
export type Afterwards = "Retain" | "Delete";

/**
 * In production a disk outlives its claim, so that a store deleted by mistake can be brought back; somebody has to delete
 * it then. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming
 */
export function decideAfterwards({ tier }: Pick<Environment, "tier">): Afterwards {
  return tier === "production" ? "Retain" : "Delete";
}

/** The class of an in-cluster store's volumes: as it wishes, or the cluster's own choice. Empty for the cluster's default. */
export function decideStorageClass(
  { volumes }: Pick<OperatedWish, "volumes">,
  { storageClass }: { readonly storageClass: string },
): string {
  return storageClass === "" || volumes === undefined ? storageClass : storageClasses[volumes];
}
