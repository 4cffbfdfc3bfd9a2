import { BucketNotification, type BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { Events, EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { targetsOf, type BucketFeed, type QueueDecision } from "../../../kit/events/events.ts";
import { mapValues, valueOf } from "../../../kit/records.ts";
import type { AwsSettings } from "../settings.ts";
import { AwsFunction, type AwsFunctionTransforms } from "./function.ts";
import { shareImages } from "./images.ts";
import { AwsQueue, type AwsQueueTransforms } from "./queue.ts";
import { AwsTopic, type AwsTopicTransforms } from "./topic.ts";

/** What a caller may change on the children below. */
export interface AwsEventsTransforms {
  readonly queue?: AwsQueueTransforms;
  readonly topic?: AwsTopicTransforms;
  readonly function?: AwsFunctionTransforms;
}

/** What queues, topics and functions are made from. */
export interface AwsEventsArgs {
  readonly spec: EventsSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsEventsTransforms | undefined;
}

/** Queues on SQS, topics on SNS, and functions on Lambda. */
export class AwsEvents extends Component implements Events {
  static readonly type = "landbridge:aws:Events";
  readonly queues: Readonly<Record<string, AwsQueue>>;
  readonly topics: Readonly<Record<string, AwsTopic>>;
  readonly functions: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { spec, settings, transforms }: AwsEventsArgs, opts: ComponentResourceOptions) {
    super(AwsEvents.type, name, {}, opts);
    const inside = { parent: this };
    const topics = Object.fromEntries(
      spec.topics.map((topic) => {
        const args = { spec, transforms: transforms?.topic };
        return [topic, new AwsTopic(`${name}-topic-${topic}`, args, inside)];
      }),
    );
    const queues = Object.fromEntries(
      spec.queues.map((queue) => {
        const from = feederOf(queue, topics, spec);
        const args = { queue, from, spec, settings, transforms: transforms?.queue };
        return [queue.name, new AwsQueue(`${name}-queue-${queue.name}`, args, inside)];
      }),
    );
    notify(`${name}-bucket`, spec, queues, this);
    const images = shareImages(`${name}-images`, { spec, settings }, this);
    const functions = Object.fromEntries(
      spec.functions.map((wish) => {
        const queue = valueOf(queues, wish.queue);
        const targets = targetsOf<EventTarget>(wish, { queues, topics });
        const args = { wish, queue, targets, images, spec, settings, transforms: transforms?.function };
        return [wish.name, new AwsFunction(`${name}-function-${wish.name}`, args, inside)];
      }),
    );
    this.queues = queues;
    this.topics = topics;
    this.functions = mapValues(functions, ({ id }) => id);
    this.registerOutputs({ functions: this.functions });
  }
}

/** Who besides those with rights of their own puts messages into a queue. */
export interface Feeder {
  readonly service: "sns" | "s3";
  readonly arn: Output<string>;
}

function feederOf(
  { feed }: QueueDecision,
  topics: Readonly<Record<string, AwsTopic>>,
  { buckets }: EventsSpec,
): Feeder | undefined {
  switch (feed.kind) {
    case "writers":
      return undefined;
    case "topic":
      return { service: "sns", arn: valueOf(topics, feed.topic).id };
    case "bucket":
      return { service: "s3", arn: valueOf(buckets, feed.bucket).id };
    default:
      return feed satisfies never;
  }
}

/**
 * Has S3 tell queues of changes. A bucket has one list of all whom it tells, and S3 tries each of them when the list is
 * written: so it comes after the queues' policies.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
function notify(
  name: string,
  { queues, buckets }: EventsSpec,
  made: Readonly<Record<string, AwsQueue>>,
  parent: Component,
): void {
  const told = queues.flatMap(({ name: queue, feed }) => (feed.kind === "bucket" ? [{ queue, feed }] : []));
  for (const [bucket, all] of [...Map.groupBy(told, ({ feed }) => feed.bucket)].sort()) {
    const lists = all.map(({ queue, feed }) => notification(queue, feed, valueOf(made, queue).id));
    const args: BucketNotificationArgs = { bucket: valueOf(buckets, bucket).bucket, queues: lists };
    new BucketNotification(`${name}-${bucket}`, args, { parent });
  }
}

function notification(queue: string, { of, prefix }: BucketFeed, queueArn: Input<string>) {
  return {
    id: queue,
    queueArn,
    events: of.flatMap((change) => changes[change]),
    ...(prefix === "" ? {} : { filterPrefix: prefix }),
  };
}

/**
 * Deleted by someone or by age, so that nobody finds the object any more. Every bucket of ours has versions: what is deleted
 * gets a mark. That an earlier version goes for good, long after it was written over or deleted, says nothing about the
 * object, which may well be there: it isn't told. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configure-notification.html
 */
const changes = {
  created: ["s3:ObjectCreated:*"],
  deleted: ["s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectRemoved:DeleteMarkerCreated"],
} as const;
