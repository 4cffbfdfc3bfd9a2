import { BlobContainer } from "@pulumi/azure-native/storage/blobContainer.js";
import { BlobServiceProperties } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy.js";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { storage } from "@pulumi/azure-native/types/input.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { AccessLogs, BootstrapSpec, Key } from "../../../cloud.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { logAccess } from "../objects/access-logs.ts";
import { stateAccountName } from "./bootstrap-names.ts";
import type { Identities } from "../rights/identity.ts";
import { accountArgs } from "../objects/object-store-args.ts";
import type { ResourceGroup } from "./resource-group.ts";
import type { AzureSettings } from "../settings.ts";

/** What a place for state is made from. */
export interface AzureStateArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly environment: string;
  readonly spec: BootstrapSpec;
  readonly settings: AzureSettings;
  readonly key: Key;
  readonly logs: AccessLogs;
  readonly transform?: Transform<StorageAccountArgs> | undefined;
}

/** A place for state. */
export interface AzureState {
  readonly account: Output<string>;
  readonly container: Output<string>;
  /** Id of the container. */
  readonly id: Output<string>;
}

/** A versioned container in an account of its own, which writes down who uses it. */
export function createState(name: string, args: AzureStateArgs, parent: Resource): AzureState {
  const { group, identities, environment, spec, settings, key, logs, transform } = args;
  const resourceGroupName = group.name({ parent });
  const accountName = stateAccountName(environment, settings);
  const identity = identities.of("buckets", { parent }).id;
  const account = new StorageAccount(
    `${name}-account`,
    transformed(transform, {
      ...accountArgs({ accountName, resourceGroupName, identity }, { key, tags: spec.tags }, settings),
      publicNetworkAccess: "Enabled",
      networkRuleSet: { bypass: "AzureServices", defaultAction: "Allow" },
    }),
    { parent, ...holdsData(spec.protect) },
  );
  const place = { resourceGroupName, accountName: account.name };
  const inside = { parent, deletedWith: account };
  const service = new BlobServiceProperties(
    `${name}-blobs`,
    { ...place, blobServicesName: "default", ...decideStateKeeping(spec) },
    inside,
  );
  const container = new BlobContainer(
    `${name}-container`,
    { ...place, containerName: "pulumi", publicAccess: "None" },
    { ...inside, dependsOn: [service] },
  );
  const rules = [stateRule(spec)];
  new ManagementPolicy(
    `${name}-lifecycle`,
    { ...place, managementPolicyName: "default", policy: { rules } },
    { ...inside, dependsOn: [service] },
  );
  const logged = logAccess(`${name}-logs`, account.id, logs, parent);
  return {
    account: account.name,
    container: afterAll(container.name, [service.urn, logged.urn]),
    id: container.id,
  };
}

/**
 * Azure counts the age of a version from when it was written, not from when it was replaced: a state that nobody changed
 * for long would lose its last version within a day. What the rule below deletes can be brought back for as long again.
 * https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview#how-overwrites-are-handled-when-soft-delete-is-enabled
 */
export function decideStateKeeping({ keepVersionDays }: Pick<BootstrapSpec, "keepVersionDays">) {
  return {
    isVersioningEnabled: true,
    deleteRetentionPolicy: { enabled: true, days: keepVersionDays, allowPermanentDelete: false },
    containerDeleteRetentionPolicy: { enabled: true, days: keepVersionDays },
  };
}

function stateRule({ keepVersionDays }: BootstrapSpec): storage.ManagementPolicyRuleArgs {
  return {
    name: "keep-versions",
    enabled: true,
    type: "Lifecycle",
    definition: {
      actions: { version: { delete: { daysAfterCreationGreaterThan: keepVersionDays } } },
      filters: { blobTypes: ["blockBlob"] },
    },
  };
}
