import type { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { FlowLog, type FlowLogArgs } from "@pulumi/azure-native/network/flowLog.js";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import type { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { NetworkSpec } from "../../../cloud.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { grant } from "../rights/identity.ts";
import { nameLimits, worldName } from "../names.ts";
import { accountArgs } from "../objects/object-store-args.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface FlowLogTransforms {
  readonly flowLog?: Transform<FlowLogArgs>;
  readonly flowStorage?: Transform<StorageAccountArgs>;
}

/** What a flow log is made from. */
export interface FlowLogParts {
  /** Name of the resource group that holds the account. */
  readonly group: Output<string>;
  readonly target: VirtualNetwork;
  /** By whom Network Watcher writes. */
  readonly writer: UserAssignedIdentity;
  /** By whom the account uses the platform's key: granted to it already, for nodes' disks. */
  readonly keyUser: UserAssignedIdentity;
  readonly spec: Pick<NetworkSpec, "key" | "logDays" | "protect" | "tags">;
  readonly settings: AzureSettings;
  readonly transforms: FlowLogTransforms | undefined;
}

/**
 * Writes down who talked to whom in a network, each minute. Azure makes a Network Watcher for a region with the first
 * network there, in a group of its own, and a subscription can have no second; logs of security groups, the older kind,
 * can't be made any more. Network Watcher writes as an identity of ours, so that the account has no keys to leak.
 * https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
 * https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
 */
export function createFlowLog(name: string, parts: FlowLogParts, parent: Resource): FlowLog {
  const { target, writer, spec, settings, transforms } = parts;
  const flows = `${name}-flows`;
  const storage = new StorageAccount(flows, transformed(transforms?.flowStorage, flowAccountArgs(flows, parts)), {
    parent,
    ...holdsData(spec.protect),
    // Late, since a right to a key takes minutes to be seen.
    dependsOn: [target],
  });
  const writes = grant(
    `${flows}-writer`,
    { role: "storage-blob-data-contributor", principal: writer.principalId, scope: storage.id },
    settings,
    { parent },
  );
  return new FlowLog(
    flows,
    transformed(transforms?.flowLog, {
      resourceGroupName: "NetworkWatcherRG",
      networkWatcherName: `NetworkWatcher_${settings.regions.primary}`,
      location: settings.regions.primary,
      identity: { type: "UserAssigned", userAssignedIdentities: [writer.id] },
      targetResourceId: target.id,
      storageId: storage.id,
      enabled: true,
      format: { type: "JSON", version: 2 },
      retentionPolicy: { enabled: true, days: spec.logDays },
      tags: tagsOf(spec.tags),
    }),
    { parent, dependsOn: [writes] },
  );
}

/** An account like a bucket's, but for its address: Azure's own services, which alone may write here, come by the public one. */
function flowAccountArgs(flows: string, { group, keyUser, spec, settings }: FlowLogParts): StorageAccountArgs {
  const place = {
    // Fixed, since a storage account's name takes no dash.
    accountName: worldName(flows, settings, nameLimits.storageAccount),
    resourceGroupName: group,
    identity: keyUser.id,
  };
  // Who talks to whom says much of how a platform is made.
  const tags = { ...spec.tags, "data-class": "confidential" } as const;
  return { ...accountArgs(place, { key: spec.key, tags }, settings), publicNetworkAccess: "Enabled" };
}
