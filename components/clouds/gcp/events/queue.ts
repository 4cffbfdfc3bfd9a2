import { Subscription } from "@pulumi/gcp/pubsub/subscription.js";
import type { Topic } from "@pulumi/gcp/pubsub/topic.js";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember.js";
import { Notification } from "@pulumi/gcp/storage/notification.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EventQueue, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { BucketFeed, QueueDecision } from "../../../kit/events/events.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { valueOf } from "../../../kit/records.ts";
import { holdsData } from "../../../kit/protection.ts";
import { gcpObjectStore } from "../objects/object-store.ts";
import { serviceAgent } from "../rights/identity.ts";
import type { GcpEventParts } from "./parts.ts";
import { createSubscription, deadLetterSubscriptionArgs } from "./subscription.ts";
import { createTopic, urlOf, type GcpTopic } from "./topic.ts";

/** What a queue is made from. */
export interface GcpQueueArgs extends GcpEventParts {
  readonly queue: QueueDecision;
  readonly topics: Readonly<Record<string, GcpTopic>>;
}

/**
 * A queue is a topic with one subscription, which a function's is made with the function. What feeds a queue is in its place
 * the topic, or writes to it.
 */
export class GcpQueue extends Component implements EventQueue {
  static readonly type = "landbridge:gcp:Queue";
  readonly url: Output<string>;
  /** Of the topic that it is read from. */
  readonly id: Output<string>;
  readonly reading: EventTarget | undefined;
  readonly deadLetters: Output<string>;
  /** Id of the topic of dead letters, known once Pub/Sub may write there. */
  readonly deadLetterTopic: Output<string>;

  constructor(name: string, args: GcpQueueArgs, opts: ComponentResourceOptions) {
    const { queue, agent, settings, spec, dependsOn } = args;
    super(GcpQueue.type, name, { queue }, opts);
    const dead = createTopic(`${name}-dead-letters`, args, this);
    const kept = new Subscription(
      `${name}-dead-letters`,
      deadLetterSubscriptionArgs(`${name}-dead-letters`, dead.id, args),
      { parent: this, dependsOn, ...holdsData(spec.protect) },
    );
    const forwards = new TopicIAMMember(
      `${name}-forwards`,
      { topic: dead.name, role: "roles/pubsub.publisher", member: agent },
      { parent: this, dependsOn },
    );
    this.deadLetterTopic = afterAll(dead.id, [forwards.urn, kept.urn]);
    this.deadLetters = interpolate`projects/${settings.project}/subscriptions/${kept.name}`;
    const topic: EventTarget =
      queue.feed.kind === "topic" ? valueOf(args.topics, queue.feed.topic) : ownTopic(name, args, this);
    this.id = topic.id;
    this.url = topic.url;
    this.reading =
      queue.reader === undefined
        ? createSubscription(
            `${name}-messages`,
            { topic: topic.id, deadLetterTopic: this.deadLetterTopic, queue },
            args,
            { parent: this, dependsOn: [...dependsOn] },
          )
        : undefined;
    this.registerOutputs({ url: this.url });
  }
}

function ownTopic(name: string, args: GcpQueueArgs, parent: Component): EventTarget {
  const topic = createTopic(`${name}-topic`, args, parent);
  const { feed } = args.queue;
  const told = feed.kind === "bucket" ? [notify(name, feed, topic, args, parent).urn] : [];
  return { id: afterAll(topic.id, told), url: urlOf(topic, args) };
}

/**
 * Has Cloud Storage write to the topic, as an account of its own, which it asks for when it is told to.
 * https://cloud.google.com/storage/docs/reporting-changes
 */
function notify(name: string, feed: BucketFeed, topic: Topic, args: GcpQueueArgs, parent: Component): Notification {
  const { settings, spec, dependsOn } = args;
  const inside = { parent, dependsOn };
  const writes = new TopicIAMMember(
    `${name}-feeds`,
    {
      topic: topic.name,
      role: "roles/pubsub.publisher",
      member: serviceAgent(`${name}-storage`, "buckets", settings, inside),
    },
    inside,
  );
  const bucket = gcpObjectStore(valueOf(spec.buckets, feed.bucket));
  return new Notification(
    `${name}-changes`,
    {
      bucket: bucket.bucket,
      topic: topic.id,
      payloadFormat: "JSON_API_V1",
      eventTypes: feed.of.map((change) => eventType(change, bucket.versioned)),
      ...(feed.prefix === "" ? {} : { objectNamePrefix: feed.prefix }),
    },
    { parent, dependsOn: [writes] },
  );
}

/**
 * What is deleted where versions are kept is archived first and really deleted long after.
 * https://cloud.google.com/storage/docs/pubsub-notifications#events
 */
function eventType(change: BucketFeed["of"][number], versioned: boolean): string {
  if (change === "created") return "OBJECT_FINALIZE";
  return versioned ? "OBJECT_ARCHIVE" : "OBJECT_DELETE";
}
