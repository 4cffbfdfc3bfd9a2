import type { Environment } from "../../../../environments/schema/environment.ts";
import type { VolumeFacts } from "../../../cloud.ts";
import { storageClasses } from "../../../kit/cluster/storage-classes.ts";
import { decideTags } from "../../../kit/tags.ts";
import { regionsWithoutZrs } from "../regions.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** Whether disks of a region can be kept in three zones at once. */
export function hasReplicatedDisks({ regions }: Pick<AzureSettings, "regions">): boolean {
  return !regionsWithoutZrs.some((region) => region === regions.primary);
}

/**
 * Managed disks as AKS' driver makes them. Nobody gets an address to download them from.
 * https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/docs/driver-parameters.md
 * https://learn.microsoft.com/azure/virtual-machines/disks-redundancy
 */
export function azureVolumes(environment: Environment<AzureSettings>): VolumeFacts {
  const pairs = Object.entries(tagsOf(decideTags(environment))).map(([key, value]) => `${key}=${value}`);
  const tags = pairs.join(",");
  const common = { networkAccessPolicy: "DenyAll", tags };
  return {
    driver: "disk.csi.azure.com",
    // Of a disk encryption set, which has the key.
    keyParameter: "diskEncryptionSetID",
    zonal: { skuName: "Premium_LRS", ...common },
    ...(hasReplicatedDisks(environment.cloud) ? { replicated: { skuName: "Premium_ZRS", ...common } } : {}),
    snapshots: { incremental: "true", tags },
  };
}

/**
 * A pool is one scale set over all zones, and nobody can ask it for a node in the zone of a disk: so stores get disks that
 * any zone can mount, where the region has them.
 */
export function azureStorageClass({ cloud }: Environment<AzureSettings>): string {
  return hasReplicatedDisks(cloud) ? storageClasses.replicated : storageClasses.zonal;
}
