import type { EventHubArgs } from "@pulumi/azure-native/eventhub/eventHub.js";
import type { NamespaceArgs } from "@pulumi/azure-native/eventhub/namespace.js";
import type { NamespaceAuthorizationRuleArgs } from "@pulumi/azure-native/eventhub/namespaceAuthorizationRule.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import type { ManagedKafkaSpec } from "../../../cloud.ts";
import type { Topic } from "../../../kit/messaging/kafka/kafka-topics.ts";
import { decideCoarseRights, type KafkaUserDecision } from "../../../kit/messaging/kafka/kafka-users.ts";
import { sizes } from "../../../kit/sizes.ts";
import { azureKey } from "../rights/keys.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * What a premium namespace takes. https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas
 */
export const eventHubLimits = {
  partitionsOfTopic: 100,
  partitionsOfUnit: 200,
  topicsOfUnit: 100,
  retentionHours: 90 * 24,
  /** Of an event, or of a batch that a Kafka client sends. */
  messageKiB: 1024,
  /** Of rules by which somebody may log in, one of which every namespace has already. */
  rules: 12,
} as const;

/** Processing units that can be bought. */
const offeredUnits = [1, 2, 4, 6, 8, 10, 12, 16] as const;

/** CPUs of brokers that one unit stands for: Azure says what a unit carries in megabytes, and brokers' CPUs carry about so much. */
const cpusOfUnit = 3;

/**
 * Processing units with the brokers' CPUs and room for the topics, or undefined where there aren't so many. A premium
 * namespace has them for itself; the standard one has no key of ours.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-premium-overview
 */
export function decideUnits(
  { brokers, size }: Pick<KafkaWish, "brokers" | "size">,
  topics: readonly Pick<Topic, "partitions">[],
): number | undefined {
  const partitions = topics.reduce((sum, topic) => sum + topic.partitions, 0);
  const needed = Math.max(
    (brokers * sizes[size].cpu) / cpusOfUnit,
    partitions / eventHubLimits.partitionsOfUnit,
    topics.length / eventHubLimits.topicsOfUnit,
  );
  return offeredUnits.find((units) => units >= needed);
}

/** What of a namespace isn't the environment's to say. */
export interface NamespacePlace {
  readonly resourceGroupName: Input<string>;
  /** Id of the identity by which the namespace uses its key. */
  readonly identity: Output<string>;
}

/** https://learn.microsoft.com/azure/event-hubs/event-hubs-features#namespace */
export function namespaceArgs(
  spec: ManagedKafkaSpec,
  { regions }: AzureSettings,
  place: NamespacePlace,
): NamespaceArgs {
  const { wish, topics, tags } = spec;
  const capacity = decideUnits(wish, topics);
  if (capacity === undefined) throw new Error("Event Hubs has no namespace of this size");
  return {
    resourceGroupName: place.resourceGroupName,
    location: regions.primary,
    sku: { name: "Premium", tier: "Premium", capacity },
    kafkaEnabled: true,
    zoneRedundant: true,
    minimumTlsVersion: "1.2",
    publicNetworkAccess: "Disabled",
    // Kafka's clients log in by a connection string.
    disableLocalAuth: false,
    ...encryptionArgs(spec, place.identity),
    tags: tagsOf(tags),
  };
}

/** https://learn.microsoft.com/azure/event-hubs/configure-customer-managed-key */
function encryptionArgs(
  { key }: ManagedKafkaSpec,
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

/**
 * Hours for which a compacted event hub says that a key was deleted, as Kafka does by default.
 * https://learn.microsoft.com/azure/event-hubs/log-compaction
 */
const tombstoneHours = 24;

/** A topic is an event hub. Event Hubs keeps its copies by itself. https://learn.microsoft.com/azure/event-hubs/apache-kafka-configurations */
export function eventHubArgs(
  { name, partitions, retentionHours, cleanup }: Topic,
  namespaceName: Input<string>,
  { resourceGroupName }: NamespacePlace,
): EventHubArgs {
  return {
    resourceGroupName,
    namespaceName,
    eventHubName: name,
    partitionCount: partitions,
    retentionDescription:
      cleanup === "delete"
        ? { cleanupPolicy: "Delete", retentionTimeInHours: retentionHours }
        : { cleanupPolicy: "Compact", tombstoneRetentionTimeInHours: tombstoneHours },
  };
}

/**
 * What a user may do with all topics of the namespace: Event Hubs has no login for some of them, but one for each single
 * topic, and a Kafka client logs in once. https://learn.microsoft.com/azure/event-hubs/authorize-access-shared-access-signature
 */
export function ruleArgs(
  user: KafkaUserDecision,
  namespaceName: Input<string>,
  { resourceGroupName }: NamespacePlace,
): NamespaceAuthorizationRuleArgs {
  const { reads, writes } = decideCoarseRights(user);
  return {
    resourceGroupName,
    namespaceName,
    authorizationRuleName: user.name,
    rights: [...(reads ? ["Listen"] : []), ...(writes ? ["Send"] : [])],
  };
}
