import { Queue, type QueueArgs } from "@pulumi/azure-native/servicebus/queue.js";
import { Subscription } from "@pulumi/azure-native/servicebus/subscription.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EventQueue, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { QueueDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { valueOf } from "../../../kit/records.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import type { AzureEventParts } from "./parts.ts";
import type { AzureTopic } from "./topic.ts";

/** What a queue is made from. */
export interface AzureQueueArgs extends AzureEventParts {
  readonly queue: QueueDecision;
  readonly topics: Readonly<Record<string, AzureTopic>>;
}

/** A queue of Service Bus, with dead letters inside of it; a topic's messages are forwarded to it. */
export class AzureQueue extends Component implements EventQueue {
  static readonly type = "landbridge:azure:Queue";
  readonly url: Output<string>;
  readonly id: Output<string>;
  readonly reading: EventTarget | undefined;
  readonly deadLetters: Output<string>;
  readonly queueName: Output<string>;

  constructor(name: string, args: AzureQueueArgs, opts: ComponentResourceOptions) {
    const { queue, topics, namespace, resourceGroupName, host, spec, transforms } = args;
    super(AzureQueue.type, name, { queue }, opts);
    const place = { resourceGroupName, namespaceName: namespace.name };
    const made = new Queue(
      `${name}-messages`,
      transformed(transforms?.queue, { ...place, ...queueArgs(queue) }),
      // Its name is fixed: programs and people know it.
      { parent: this, ...holdsData(spec.protect), deletedWith: namespace },
    );
    if (queue.feed.kind === "topic")
      new Subscription(
        `${name}-subscription`,
        {
          ...place,
          topicName: valueOf(topics, queue.feed.topic).topicName,
          subscriptionName: boundedName(queue.name, nameLimits.eventSubscription),
          forwardTo: made.name,
          deadLetteringOnMessageExpiration: true,
          maxDeliveryCount: queue.maxDeliveries,
        },
        { parent: this, deletedWith: namespace },
      );
    this.queueName = made.name;
    this.id = made.id;
    this.url = interpolate`sb://${host}/${made.name}`;
    this.reading = queue.reader === undefined ? { url: this.url, id: this.id } : undefined;
    // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues
    this.deadLetters = interpolate`${this.url}/$DeadLetterQueue`;
    this.registerOutputs({ url: this.url });
  }
}

/** The shortest and the longest that a function's message is locked at a time; the lock is renewed while it works. */
export const lockSeconds = { least: 60, most: 300 } as const;

/**
 * Dead letters stay until somebody takes them. https://learn.microsoft.com/azure/service-bus-messaging/message-expiration
 */
function queueArgs(queue: QueueDecision): Omit<QueueArgs, "resourceGroupName" | "namespaceName"> {
  const { name, ackSeconds, retentionDays, maxDeliveries, reader } = queue;
  const locked = reader === undefined ? ackSeconds : Math.max(lockSeconds.least, ackSeconds);
  return {
    queueName: name,
    lockDuration: `PT${Math.min(lockSeconds.most, locked)}S`,
    maxDeliveryCount: maxDeliveries,
    defaultMessageTimeToLive: `P${retentionDays}D`,
    deadLetteringOnMessageExpiration: true,
    enableBatchedOperations: true,
    requiresDuplicateDetection: false,
    requiresSession: false,
  };
}
