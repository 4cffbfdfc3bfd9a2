import type { BlobServicePropertiesArgs } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import type { StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { storage } from "@pulumi/azure-native/types/input.js";
import type { Input } from "@pulumi/pulumi";
import type { BucketWish } from "../../../../environments/schema/stores/stores.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { staysCold } from "../../../kit/objects/cold-storage.ts";
import type { ObjectStoreSpec } from "../../../cloud.ts";
import { azureKey } from "../rights/keys.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What an account is called and where it belongs. */
export interface AccountPlace {
  readonly accountName: string;
  readonly resourceGroupName: Input<string>;
  /** Id of the identity by which the account uses its key. */
  readonly identity: Input<string>;
}

/**
 * An account that only Microsoft Entra identities may use, by an address in the network; it has no keys to leak. Whoever
 * runs `up` needs none of that: containers and rules are made by Resource Manager.
 * https://learn.microsoft.com/azure/storage/blobs/security-recommendations
 */
export function accountArgs(
  { accountName, resourceGroupName, identity }: AccountPlace,
  spec: Pick<ObjectStoreSpec, "key" | "tags">,
  { regions }: AzureSettings,
): StorageAccountArgs {
  return {
    accountName,
    resourceGroupName,
    location: regions.primary,
    kind: "StorageV2",
    // Three zones, as buckets of other clouds have by themselves.
    sku: { name: "Standard_ZRS" },
    accessTier: "Hot",
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    allowSharedKeyAccess: false,
    defaultToOAuthAuthentication: true,
    enableHttpsTrafficOnly: true,
    isHnsEnabled: false,
    isLocalUserEnabled: false,
    isSftpEnabled: false,
    minimumTlsVersion: "TLS1_2",
    publicNetworkAccess: "Disabled",
    networkRuleSet: { bypass: "AzureServices", defaultAction: "Deny" },
    ...encryptionArgs(spec, identity),
    tags: tagsOf(spec.tags),
  };
}

/** https://learn.microsoft.com/azure/storage/common/customer-managed-keys-configure-new-account */
function encryptionArgs(
  { key }: Pick<ObjectStoreSpec, "key">,
  identity: Input<string>,
): Pick<StorageAccountArgs, "encryption" | "identity"> {
  const services = { blob: { enabled: true, keyType: "Account" }, file: { enabled: true, keyType: "Account" } };
  // A second layer with Azure's own key. Can't be changed later.
  const common = { services, requireInfrastructureEncryption: true };
  if (key === undefined) return { encryption: { ...common, keySource: "Microsoft.Storage" } };
  const { keyName, vaultUri: keyVaultUri } = azureKey(key);
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    encryption: {
      ...common,
      keySource: "Microsoft.Keyvault",
      // Without a version, so that the account follows each rotation.
      keyVaultProperties: { keyName, keyVaultUri },
      encryptionIdentity: { encryptionUserAssignedIdentity: identity },
    },
  };
}

/** Days in which a copy that fell behind can catch up. */
const changeFeedDays = 30;

/**
 * Versions or a lock, never both: where nothing can be overwritten there are no earlier versions.
 * https://learn.microsoft.com/azure/storage/blobs/data-protection-overview
 */
export function decideBlobService(
  { retentionDays }: BucketWish,
  copied = false,
): Pick<
  BlobServicePropertiesArgs,
  "changeFeed" | "isVersioningEnabled" | "deleteRetentionPolicy" | "containerDeleteRetentionPolicy"
> {
  return {
    // From it a copy elsewhere learns what changed.
    ...(copied ? { changeFeed: { enabled: true, retentionInDays: changeFeedDays } } : {}),
    isVersioningEnabled: retentionDays === 0,
    deleteRetentionPolicy: { enabled: true, days: keptDays.deletedObject, allowPermanentDelete: false },
    containerDeleteRetentionPolicy: { enabled: true, days: keptDays.deletedObject },
  };
}

/**
 * What happens to blobs as they age; none where they just stay. Azure removes earlier versions by their age and never by
 * their number: all are kept, which is at least as many as were wished for, until `deleteAfterDays` has come for them.
 * Uploads that never ended are removed after a week by Azure itself.
 * https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure
 */
export function decideLifecycle(wish: BucketWish): storage.ManagementPolicyRuleArgs[] {
  const { retentionDays, coldAfterDays, deleteAfterDays } = wish;
  const versioned = retentionDays === 0;
  const rules: storage.ManagementPolicyRuleArgs[] = [];
  if (coldAfterDays !== undefined) {
    const move = staysCold(wish) ? "tierToCold" : "tierToCool";
    // Only block blobs have tiers.
    rules.push(
      rule("cold", ["blockBlob"], {
        baseBlob: { [move]: { daysAfterModificationGreaterThan: coldAfterDays } },
        ...(versioned ? { version: { [move]: { daysAfterCreationGreaterThan: coldAfterDays } } } : {}),
      }),
    );
  }
  if (deleteAfterDays !== undefined) {
    rules.push(
      rule("delete", ["blockBlob", "appendBlob"], {
        baseBlob: { delete: { daysAfterModificationGreaterThan: deleteAfterDays } },
        ...(versioned ? { version: { delete: { daysAfterCreationGreaterThan: deleteAfterDays } } } : {}),
      }),
    );
  }
  return rules;
}

function rule(
  name: string,
  blobTypes: readonly string[],
  actions: storage.ManagementPolicyActionArgs,
): storage.ManagementPolicyRuleArgs {
  return { name, enabled: true, type: "Lifecycle", definition: { actions, filters: { blobTypes: [...blobTypes] } } };
}
