import { Subscription, type SubscriptionArgs } from "@pulumi/gcp/pubsub/subscription.js";
import { SubscriptionIAMMember } from "@pulumi/gcp/pubsub/subscriptionIAMMember.js";
import type { pubsub } from "@pulumi/gcp/types/input.js";
import { interpolate, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { deadLetterDays, retrySeconds, type QueueDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { labelsOf } from "../tags.ts";
import type { GcpEventParts } from "./parts.ts";

/** What a subscription is to, and where what fails goes. */
export interface SubscriptionSource {
  readonly topic: Input<string>;
  /** Of dead letters, known once Pub/Sub may write there. */
  readonly deadLetterTopic: Input<string>;
  readonly queue: QueueDecision;
  /** Who is called for each message. Absent: services ask for them. */
  readonly push?: pubsub.SubscriptionPushConfig | undefined;
}

/** A subscription, known once Pub/Sub may take from it what it sets aside. */
export interface MadeSubscription {
  readonly url: Output<string>;
  readonly id: Output<string>;
}

/** Makes the subscription by which a queue's messages are read. */
export function createSubscription(
  name: string,
  source: SubscriptionSource,
  parts: GcpEventParts,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): MadeSubscription {
  const { spec, settings, agent, transforms } = parts;
  const subscription = new Subscription(
    name,
    transformed(transforms?.subscription, subscriptionArgs(name, source, parts)),
    {
      ...opts,
      ...holdsData(spec.protect),
    },
  );
  // https://cloud.google.com/pubsub/docs/dead-letter-topics#grant_forwarding_permissions
  const forwards = new SubscriptionIAMMember(
    `${name}-forwards`,
    { subscription: subscription.name, role: "roles/pubsub.subscriber", member: agent },
    { parent: opts.parent, dependsOn: parts.dependsOn },
  );
  return {
    id: afterAll(subscription.id, [forwards.urn]),
    url: afterAll(interpolate`projects/${settings.project}/subscriptions/${subscription.name}`, [forwards.urn]),
  };
}

const daySeconds = 24 * 60 * 60;

function subscriptionArgs(
  name: string,
  { topic, deadLetterTopic, queue, push }: SubscriptionSource,
  { spec }: GcpEventParts,
): SubscriptionArgs {
  return {
    ...keptArgs(name, spec.tags, queue.retentionDays),
    topic,
    ackDeadlineSeconds: queue.ackSeconds,
    deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: queue.maxDeliveries },
    retryPolicy: { minimumBackoff: `${retrySeconds.least}s`, maximumBackoff: `${retrySeconds.most}s` },
    ...(push === undefined ? {} : { pushConfig: push }),
    ...(queue.feed.kind === "bucket" ? { filter: notOverwritten } : {}),
  };
}

/**
 * An object that was overwritten isn't deleted, though its earlier version is archived.
 * https://cloud.google.com/storage/docs/pubsub-notifications#attributes
 */
export const notOverwritten = "NOT attributes:overwrittenByGeneration";

/** Keeps what was set aside for somebody to look at. */
export function deadLetterSubscriptionArgs(
  name: string,
  topic: Input<string>,
  { spec }: GcpEventParts,
): SubscriptionArgs {
  return { ...keptArgs(name, spec.tags, deadLetterDays), topic, ackDeadlineSeconds: 60 };
}

function keptArgs(name: string, tags: GcpEventParts["spec"]["tags"], days: number) {
  return {
    name: boundedName(name, nameLimits.subscription),
    messageRetentionDuration: `${days * daySeconds}s`,
    // Otherwise it is deleted after a month in which nobody read.
    expirationPolicy: { ttl: "" },
    labels: labelsOf(tags),
  };
}
