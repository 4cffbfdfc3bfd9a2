import type { Environment } from "../../../environments/schema/environment.ts";
import type { InClusterWish } from "../../../environments/schema/stores/stores.ts";
import { isCopiedStore } from "../databases/copied-stores.ts";

/**
 * Names of our storage classes, by where their volumes are, and of the one whose volumes are in one zone and never outlive
 * their claims: known to every layer, the same on every cloud.
 */
export const storageClasses = {
  zonal: "landbridge-zonal",
  replicated: "landbridge-replicated",
  scratch: "landbridge-scratch",
} as const;

/** Name of our class of snapshots. */
export const snapshotClass = "landbridge-snapshots";

/** What becomes of a disk or snapshot whose claim is deleted. */
export type Afterwards = "Retain" | "Delete";

/**
 * In production a disk outlives its claim, so that a store deleted by mistake can be brought back; somebody has to delete
 * it then. What lies on scratch is a copy by its purpose, and goes in every tier.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming
 */
export function decideAfterwards({ tier }: Pick<Environment, "tier">, place?: keyof typeof storageClasses): Afterwards {
  return tier === "production" && place !== "scratch" ? "Retain" : "Delete";
}

/** The class of an in-cluster store's volumes: as it wishes, or the cluster's own choice. Empty for the cluster's default. */
export function decideStorageClass(
  { volumes }: Pick<InClusterWish, "volumes">,
  { storageClass }: { readonly storageClass: string },
): string {
  return storageClass === "" || volumes === undefined ? storageClass : storageClasses[volumes];
}

/** The class of volumes that hold copies for hours: trials of backups, backups on their way. Empty for the cluster's default. */
export function decideScratchClass({ storageClass }: { readonly storageClass: string }): string {
  return storageClass === "" ? storageClass : storageClasses.scratch;
}

/**
 * Whether a pod has to come back to the zone of such a volume. Scratch is in one zone too, but goes with its pod: the next one
 * gets another, wherever it is. Classes that aren't ours are taken to bind.
 */
export function bindsToZone(storageClass: string): boolean {
  return storageClass !== storageClasses.replicated && storageClass !== storageClasses.scratch;
}

/** Whether anything may ask for scratch: stores in the cluster that are copied to buckets, and whose copies are tried; a dump of documents that is brought in lies on it too. */
export function needsScratch({ stores }: Pick<Environment, "stores">): boolean {
  return Object.values(stores).some(
    (wish) => isCopiedStore(wish) && (wish.backups !== undefined || wish.kind === "mongodb"),
  );
}
