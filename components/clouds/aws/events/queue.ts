import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { Queue, type QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import { RedriveAllowPolicy } from "@pulumi/aws/sqs/redriveAllowPolicy.js";
import { jsonStringify, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EventQueue, EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { deadLetterDays, type QueueDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { policyDocument, type PolicyStatement } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import type { Feeder } from "./events.ts";

/** What a caller may change on the children below. */
export interface AwsQueueTransforms {
  readonly queue?: Transform<QueueArgs>;
  readonly deadLetters?: Transform<QueueArgs>;
}

/** What a queue is made from. */
export interface AwsQueueArgs {
  readonly queue: QueueDecision;
  readonly from: Feeder | undefined;
  readonly spec: Pick<EventsSpec, "key" | "tags" | "protect">;
  readonly settings: AwsSettings;
  readonly transforms?: AwsQueueTransforms | undefined;
}

/** A queue on SQS with another for what was given out too often. Whoever uses it waits for its policy. */
export class AwsQueue extends Component implements EventQueue {
  static readonly type = "landbridge:aws:Queue";
  readonly url: Output<string>;
  /** Its ARN. */
  readonly id: Output<string>;
  readonly reading: EventTarget | undefined;
  readonly deadLetters: Output<string>;

  constructor(name: string, args: AwsQueueArgs, opts: ComponentResourceOptions) {
    const { queue, from, spec, settings, transforms } = args;
    super(AwsQueue.type, name, { queue }, opts);
    const kept = { parent: this, ...holdsData(spec.protect) };
    const dead = new Queue(
      `${name}-dead-letters`,
      transformed(transforms?.deadLetters, deadLetterArgs(`${name}-dead-letters`, spec)),
      kept,
    );
    const waiting = new Queue(
      `${name}-messages`,
      transformed(transforms?.queue, queueArgs(name, queue, spec, dead.arn)),
      kept,
    );
    new RedriveAllowPolicy(
      `${name}-dead-letters-from`,
      {
        queueUrl: dead.url,
        redriveAllowPolicy: jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [waiting.arn] }),
      },
      { parent: this },
    );
    const closed = [
      new QueuePolicy(
        `${name}-dead-letters`,
        { queueUrl: dead.url, policy: policyDocument([encryptedConnections(dead.arn)]) },
        { parent: this },
      ),
      new QueuePolicy(
        `${name}-messages`,
        { queueUrl: waiting.url, policy: policyDocument(statementsOf(waiting.arn, from, settings)) },
        { parent: this },
      ),
    ];
    const ready = closed.map(({ urn }) => urn);
    this.url = afterAll(waiting.url, ready);
    this.id = afterAll(waiting.arn, ready);
    this.reading = queue.reader === undefined ? { url: this.url, id: this.id } : undefined;
    this.deadLetters = dead.url;
    if (from?.service === "sns") subscribe(`${name}-subscription`, from.arn, this);
    this.registerOutputs({ url: this.url });
  }
}

/** The message as it was published, without an envelope. https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
function subscribe(name: string, topic: Output<string>, queue: AwsQueue): void {
  const args = { topic, protocol: "sqs", endpoint: queue.id, rawMessageDelivery: true };
  new TopicSubscription(name, args, { parent: queue });
}

/**
 * Lambda's rule, since it tries again for itself while it has no room.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const visibilityTimesTimeout = 6;

/** Fixed names: people and dashboards know queues by them. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
function queueArgs(
  name: string,
  { ackSeconds, retentionDays, maxDeliveries, reader }: QueueDecision,
  spec: AwsQueueArgs["spec"],
  deadLetterTargetArn: Output<string>,
): QueueArgs {
  return {
    ...commonArgs(name, spec),
    messageRetentionSeconds: retentionDays * daySeconds,
    visibilityTimeoutSeconds: reader === undefined ? ackSeconds : ackSeconds * visibilityTimesTimeout,
    redrivePolicy: jsonStringify({ deadLetterTargetArn, maxReceiveCount: maxDeliveries }),
  };
}

/**
 * As long as SQS keeps anything: a message's days are counted from when it came to its first queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
function deadLetterArgs(name: string, spec: AwsQueueArgs["spec"]): QueueArgs {
  return { ...commonArgs(name, spec), messageRetentionSeconds: deadLetterDays * daySeconds };
}

const daySeconds = 24 * 60 * 60;

function commonArgs(name: string, { key, tags }: AwsQueueArgs["spec"]): QueueArgs {
  return {
    name: boundedName(name, nameLimits.queue),
    // Asks until there is something, instead of again and again.
    receiveWaitTimeSeconds: 20,
    ...(key === undefined
      ? { sqsManagedSseEnabled: true }
      : { kmsMasterKeyId: key.id, kmsDataKeyReusePeriodSeconds: 300 }),
    tags: tagsOf(tags),
  };
}

function statementsOf(arn: Output<string>, from: Feeder | undefined, { account }: AwsSettings): PolicyStatement[] {
  const feeding: PolicyStatement[] =
    from === undefined
      ? []
      : [
          {
            Sid: "Feeds",
            Effect: "Allow",
            Principal: { Service: `${from.service}.amazonaws.com` },
            Action: "sqs:SendMessage",
            Resource: arn,
            Condition: {
              ArnEquals: { "aws:SourceArn": from.arn },
              // A bucket's ARN doesn't say whose it is.
              StringEquals: { "aws:SourceAccount": account },
            },
          },
        ];
  return [encryptedConnections(arn), ...feeding];
}

/**
 * Refuses everybody a connection in the clear to a queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 */
export function encryptedConnections(arn: Output<string>): PolicyStatement {
  return {
    Sid: "EncryptedConnections",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
