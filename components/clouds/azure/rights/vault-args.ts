import type { VaultArgs } from "@pulumi/azure-native/keyvault/vault.js";
import type { Output } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** Days in which a deleted vault or what was in it can be brought back: the most that Azure offers; it can't be changed later. */
const vaultDestroyDays = 90;

/**
 * A vault that is closed to the outside: Azure's own services come in as trusted ones, and Resource Manager, which makes
 * keys and secrets, too. Purge protection is what every service asks of a vault whose key it is to use. `from-anywhere` is
 * for what people and pipelines use before there is a network: by Microsoft Entra alone, as all of Azure's own interface.
 * https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
 */
export function closedVault(
  place: { readonly resourceGroupName: Output<string>; readonly vaultName: Output<string> },
  { tenant, regions }: AzureSettings,
  tags: Tags,
  reached: "from-inside" | "from-anywhere" = "from-inside",
): VaultArgs {
  return {
    ...place,
    location: regions.primary,
    properties: {
      tenantId: tenant,
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: vaultDestroyDays,
      enablePurgeProtection: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      publicNetworkAccess: reached === "from-inside" ? "Disabled" : "Enabled",
      networkAcls: {
        bypass: "AzureServices",
        defaultAction: reached === "from-inside" ? "Deny" : "Allow",
        ipRules: [],
        virtualNetworkRules: [],
      },
    },
    tags: tagsOf(tags),
  };
}
