import type { BlobServicePropertiesArgs } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { WorkspaceArgs } from "@pulumi/azure-native/synapse/workspace.js";
import type { storage } from "@pulumi/azure-native/types/input.js";
import { interpolate, type Input, type Output } from "@pulumi/pulumi";
import { layerNames, type LayerName } from "../../../../../environments/schema/stores/warehouse.ts";
import type { WarehouseSpec } from "../../../../cloud.ts";
import { accountArgs, type AccountPlace } from "../../objects/object-store-args.ts";
import type { AzureSettings } from "../../settings.ts";
import { tagsOf } from "../../tags.ts";

/** A lake: an account as buckets have, with folders. https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-introduction */
export function lakeArgs(place: AccountPlace, spec: WarehouseSpec, settings: AzureSettings): StorageAccountArgs {
  return { ...accountArgs(place, spec, settings), isHnsEnabled: true };
}

/** A lake keeps no versions. https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts */
export function lakeServiceArgs({
  undoDays,
}: Pick<WarehouseSpec, "undoDays">): Pick<
  BlobServicePropertiesArgs,
  "containerDeleteRetentionPolicy" | "deleteRetentionPolicy" | "isVersioningEnabled"
> {
  return {
    isVersioningEnabled: false,
    deleteRetentionPolicy: { enabled: true, days: undoDays, allowPermanentDelete: false },
    containerDeleteRetentionPolicy: { enabled: true, days: undoDays },
  };
}

/** Files of layers that say so are deleted by age. https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure */
export function decideLayerRules({ wish }: Pick<WarehouseSpec, "wish">): storage.ManagementPolicyRuleArgs[] {
  return layerNames.flatMap((layer) => {
    const { keepDays } = wish.layers[layer];
    if (keepDays === undefined) return [];
    const actions = { baseBlob: { delete: { daysAfterModificationGreaterThan: keepDays } } };
    const filters = { blobTypes: ["blockBlob", "appendBlob"], prefixMatch: [`${layer}/`] };
    return [{ name: `delete-${layer}`, enabled: true, type: "Lifecycle", definition: { actions, filters } }];
  });
}

/** Where a workspace is made, and on which lake. */
export interface WorkspacePlace {
  readonly workspaceName: string;
  readonly resourceGroupName: Input<string>;
  readonly accountName: string;
  readonly accountId: Output<string>;
  /** Name of the container that the workspace keeps its own files in. */
  readonly filesystem: Output<string>;
}

/**
 * A workspace for its serverless SQL pool alone, which keeps no data: that is in the lake, under the customer's key. The workspace
 * itself has none: it takes RSA keys of 2048 and 3072 bits, and reaches no closed vault by an identity that was there before it.
 * Nobody logs in by a password, nothing reaches it but by its doors, and nothing of its own leaves for another tenant.
 * https://learn.microsoft.com/azure/templates/microsoft.synapse/workspaces
 * https://learn.microsoft.com/azure/synapse-analytics/security/workspaces-encryption
 */
export function workspaceArgs(place: WorkspacePlace, { tags }: WarehouseSpec, settings: AzureSettings): WorkspaceArgs {
  const { workspaceName, resourceGroupName, accountName, accountId, filesystem } = place;
  return {
    workspaceName,
    resourceGroupName,
    location: settings.regions.primary,
    identity: { type: "SystemAssigned" },
    defaultDataLakeStorage: {
      accountUrl: `https://${accountName}.dfs.core.windows.net`,
      filesystem,
      resourceId: accountId,
      // Its identity has a right to the lake, by which Azure's firewall lets it in.
      createManagedPrivateEndpoint: false,
    },
    managedVirtualNetwork: "default",
    // Neither can be changed later.
    managedVirtualNetworkSettings: { preventDataExfiltration: true, allowedAadTenantIdsForLinking: [settings.tenant] },
    azureADOnlyAuthentication: true,
    publicNetworkAccess: "Disabled",
    trustedServiceBypassEnabled: false,
    tags: tagsOf(tags),
  };
}

/** Where a layer's files are. https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-introduction-abfs-uri */
export function layerUrl(accountName: string, container: Input<string>): Output<string> {
  return interpolate`abfss://${container}@${accountName}.dfs.core.windows.net`;
}

/**
 * What only SQL can say, so that an administrator has to, once: whoever brought the stack up is one. The limit is in whole
 * terabytes, and a query that is on its way is let through to its end.
 * https://learn.microsoft.com/azure/synapse-analytics/sql/data-processed
 * https://learn.microsoft.com/azure/synapse-analytics/sql/develop-tables-external-tables
 */
export function setupStatements(
  { database, wish }: Pick<WarehouseSpec, "database" | "wish">,
  layers: Readonly<Record<LayerName, Output<string>>>,
): Output<string>[] {
  return [
    interpolate`EXEC sp_set_data_processed_limit @type = N'daily', @limit_tb = ${Math.ceil(wish.scanTiBPerDay)}`,
    interpolate`CREATE DATABASE ${database}`,
    interpolate`USE ${database}; CREATE MASTER KEY; CREATE DATABASE SCOPED CREDENTIAL lake WITH IDENTITY = 'Managed Identity'`,
    ...layerNames.map(
      (layer) =>
        interpolate`USE ${database}; CREATE EXTERNAL DATA SOURCE ${layer} WITH (LOCATION = '${layers[layer]}', CREDENTIAL = lake)`,
    ),
  ];
}
