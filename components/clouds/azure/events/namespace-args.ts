import type { NamespaceArgs } from "@pulumi/azure-native/servicebus/namespace.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { EventsSpec } from "../../../cloud.ts";
import { azureKey } from "../rights/keys.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What of a namespace isn't the environment's to say. */
export interface NamespacePlace {
  readonly resourceGroupName: Input<string>;
  readonly namespaceName: string;
  /** Id of the identity by which the namespace uses its key. */
  readonly identity: Output<string>;
}

/**
 * Premium, which alone takes a key of ours and an address in the network; over all zones by itself. One unit carries some
 * thousands of messages a second, and more can be bought by a transform.
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging
 */
export function namespaceArgs(
  { key, tags }: EventsSpec,
  { regions }: AzureSettings,
  { resourceGroupName, namespaceName, identity }: NamespacePlace,
): NamespaceArgs {
  return {
    resourceGroupName,
    namespaceName,
    location: regions.primary,
    sku: { name: "Premium", tier: "Premium", capacity: 1 },
    premiumMessagingPartitions: 1,
    zoneRedundant: true,
    minimumTlsVersion: "1.2",
    publicNetworkAccess: "Disabled",
    // Identities of Microsoft Entra alone: there is no key to leak.
    disableLocalAuth: true,
    ...encryptionArgs(key, identity),
    tags: tagsOf(tags),
  };
}

/** https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key */
function encryptionArgs(
  key: EventsSpec["key"],
  identity: Output<string>,
): Pick<NamespaceArgs, "encryption" | "identity"> {
  if (key === undefined) return {};
  const { keyName, vaultUri } = azureKey(key);
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    encryption: {
      keySource: "Microsoft.KeyVault",
      // Without a version, so that the namespace follows each rotation.
      keyVaultProperties: [{ keyName, keyVaultUri: vaultUri, identity: { userAssignedIdentity: identity } }],
      requireInfrastructureEncryption: false,
    },
  };
}
