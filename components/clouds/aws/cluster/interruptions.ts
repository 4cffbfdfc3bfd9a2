import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { Queue } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Key } from "../../../cloud.ts";
import { boundedName, canonicalJson } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { encryptedConnections } from "../events/queue.ts";
import { interruptionsNameOf, nameLimits } from "../names.ts";
import { policyDocument, type PolicyStatement } from "../rights/policy-document.ts";
import { tagsOf } from "../tags.ts";

/** Where the provisioner is told of nodes that are about to go. */
export interface Interruptions {
  /** ARN of the queue. */
  readonly arn: Output<string>;
  /** What must be there before anybody is told of anything. */
  readonly ready: readonly Resource[];
}

/**
 * What AWS says of machines, as far as Karpenter listens: that one of Spot is taken back or soon may be, that one is about to
 * be worked on or goes, and that a reservation ends. Of machines that aren't its own it takes no notice.
 * https://karpenter.sh/docs/concepts/disruption/#interruption
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
const notices = {
  health: {
    source: ["aws.health"],
    "detail-type": ["AWS Health Event"],
    detail: { service: ["EC2"], eventTypeCategory: ["scheduledChange"] },
  },
  rebalance: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
  reservation: {
    source: ["aws.ec2"],
    "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
  },
  spot: { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
  state: {
    source: ["aws.ec2"],
    "detail-type": ["EC2 Instance State-change Notification"],
    detail: { state: ["shutting-down", "stopped", "stopping", "terminated"] },
  },
} as const;

/** Makes the queue, and the rules that fill it. `component` is the cluster's name. */
export function createInterruptions(
  component: string,
  { key, tags }: { readonly key?: Key | undefined; readonly tags: Tags },
  parent: Resource,
): Interruptions {
  const name = `${component}-interruptions`;
  const queue = new Queue(
    name,
    {
      // Fixed: the provisioner and the key are told of it before it is there. Free a minute after it was deleted.
      name: interruptionsNameOf(component),
      // A notice is two minutes ahead; an older one is of no use to anybody.
      messageRetentionSeconds: 300,
      ...(key === undefined
        ? { sqsManagedSseEnabled: true }
        : { kmsMasterKeyId: key.id, kmsDataKeyReusePeriodSeconds: 300 }),
      tags: { ...tagsOf(tags), "data-class": "internal" },
    },
    { parent },
  );
  const rules = Object.entries(notices).map(([notice, pattern]) => {
    const child = `${name}-${notice}`;
    return { child, rule: createRule(child, pattern, tags, parent) };
  });
  const arns = rules.map(({ rule }) => rule.arn);
  const policy = new QueuePolicy(
    name,
    { queueUrl: queue.url, policy: policyDocument([encryptedConnections(queue.arn), onlyFrom(arns, queue.arn)]) },
    { parent },
  );
  // A rule that has no target yet says nothing to anybody.
  const told = rules.map(
    ({ child, rule }) =>
      new EventTarget(child, { rule: rule.name, targetId: "queue", arn: queue.arn }, { parent, dependsOn: [policy] }),
  );
  return { arn: queue.arn, ready: [policy, ...told] };
}

function createRule(child: string, pattern: object, tags: Tags, parent: Resource): EventRule {
  return new EventRule(
    child,
    {
      // Fixed, as Pulumi's would be too long for an environment with a long name; free as soon as it is deleted.
      name: boundedName(child, nameLimits.eventRule),
      eventPattern: canonicalJson(pattern),
      tags: tagsOf(tags),
    },
    { parent },
  );
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions */
function onlyFrom(rules: readonly Output<string>[], queue: Output<string>): PolicyStatement {
  return {
    Sid: "Notices",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": rules } },
  };
}

/**
 * Lets EventBridge encrypt what it puts into that one queue. It is bound by what SQS says of itself whenever it uses a key,
 * not by the rule: EventBridge names none to a key.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
 */
export function interruptionsEncrypt(queueArn: string): PolicyStatement {
  return {
    Sid: "Interruptions",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:EncryptionContext:aws:sqs:arn": queueArn } },
  };
}
