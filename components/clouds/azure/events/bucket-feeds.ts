import { SystemTopic } from "@pulumi/azure-native/eventgrid/systemTopic.js";
import {
  SystemTopicEventSubscription,
  type SystemTopicEventSubscriptionArgs,
} from "@pulumi/azure-native/eventgrid/systemTopicEventSubscription.js";
import type { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { NamespaceNetworkRuleSet } from "@pulumi/azure-native/servicebus/namespaceNetworkRuleSet.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Component } from "../../../kit/component.ts";
import type { BucketFeed } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { valueOf } from "../../../kit/records.ts";
import { nameLimits, singleDashed } from "../names.ts";
import { azureObjectStore } from "../objects/object-store.ts";
import { grant } from "../rights/identity.ts";
import { tagsOf } from "../tags.ts";
import type { AzureEventParts } from "./parts.ts";
import type { AzureQueue } from "./queue.ts";

interface FeedsArgs {
  readonly parts: AzureEventParts;
  readonly queues: Readonly<Record<string, AzureQueue>>;
}

/**
 * Has Event Grid write to queues what changes in storage accounts, as an identity of its own that may send there. An account
 * has one system topic. The namespace lets in what Azure trusts besides its door: Event Grid has no other way to it.
 * https://learn.microsoft.com/azure/event-grid/managed-service-identity
 * https://learn.microsoft.com/azure/service-bus-messaging/private-link-service#trusted-microsoft-services
 */
export function createBucketFeeds(
  name: string,
  { parts, queues }: FeedsArgs,
  opts: ComponentResourceOptions,
  parent: Component,
): void {
  const { spec, settings, resourceGroupName, namespace, identities } = parts;
  const told = spec.queues.flatMap(({ name: queue, feed }) => (feed.kind === "bucket" ? [{ queue, feed }] : []));
  if (told.length === 0) return;
  const trusted = new NamespaceNetworkRuleSet(
    `${name}-trusted`,
    {
      resourceGroupName,
      namespaceName: namespace.name,
      defaultAction: "Deny",
      publicNetworkAccess: "Disabled",
      trustedServiceAccessEnabled: true,
    },
    { parent, deletedWith: namespace },
  );
  const sender = identities.of("feeds", opts);
  for (const [bucket, all] of [...Map.groupBy(told, ({ feed }) => feed.bucket)].sort()) {
    const topic = createSystemTopic(`${name}-${bucket}`, bucket, sender, parts, parent);
    for (const { queue, feed } of all) {
      const target = valueOf(queues, queue);
      const sends = grant(
        `${name}-${bucket}-${queue}-sends`,
        { role: "service-bus-data-sender", principal: sender.principalId, scope: target.id },
        settings,
        { parent },
      );
      const args = subscriptionArgs(queue, feed, target, { parts, topic: topic.name, sender: sender.id });
      new SystemTopicEventSubscription(`${name}-${bucket}-${queue}`, args, { parent, dependsOn: [trusted, sends] });
    }
  }
}

function createSystemTopic(
  name: string,
  bucket: string,
  sender: UserAssignedIdentity,
  { spec, settings, resourceGroupName }: AzureEventParts,
  parent: Component,
): SystemTopic {
  const account = azureObjectStore(valueOf(spec.buckets, bucket));
  return new SystemTopic(
    name,
    {
      resourceGroupName,
      location: settings.regions.primary,
      systemTopicName: boundedName(singleDashed(name), nameLimits.systemTopic),
      source: account.accountId,
      topicType: "Microsoft.Storage.StorageAccounts",
      identity: { type: "UserAssigned", userAssignedIdentities: sender.id.apply((id) => ({ [id]: {} })) },
      tags: tagsOf(spec.tags),
    },
    // An account has one, so that another can't stand beside it.
    { parent, deleteBeforeReplace: true },
  );
}

/** https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage */
const types = { created: "Microsoft.Storage.BlobCreated", deleted: "Microsoft.Storage.BlobDeleted" } as const;

function subscriptionArgs(
  queue: string,
  { bucket, of, prefix }: BucketFeed,
  target: AzureQueue,
  {
    parts,
    topic,
    sender,
  }: { readonly parts: AzureEventParts; readonly topic: Output<string>; readonly sender: Output<string> },
): SystemTopicEventSubscriptionArgs {
  const container = valueOf(parts.spec.buckets, bucket).bucket;
  return {
    resourceGroupName: parts.resourceGroupName,
    systemTopicName: topic,
    eventSubscriptionName: boundedName(`queue-${queue}`, nameLimits.eventGridSubscription),
    eventDeliverySchema: "CloudEventSchemaV1_0",
    deliveryWithResourceIdentity: {
      identity: { type: "UserAssigned", userAssignedIdentity: sender },
      destination: { endpointType: "ServiceBusQueue", resourceId: target.id },
    },
    filter: {
      includedEventTypes: of.map((change) => types[change]),
      subjectBeginsWith: interpolate`/blobServices/default/containers/${container}/blobs/${prefix}`,
      isSubjectCaseSensitive: true,
    },
    // As long as Event Grid tries. https://learn.microsoft.com/azure/event-grid/delivery-and-retry
    retryPolicy: { eventTimeToLiveInMinutes: 1440, maxDeliveryAttempts: 30 },
  };
}
