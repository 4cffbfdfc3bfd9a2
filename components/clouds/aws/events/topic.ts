import { Topic, type TopicArgs } from "@pulumi/aws/sns/topic.js";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { policyDocument } from "../rights/policy-document.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsTopicTransforms {
  readonly topic?: Transform<TopicArgs>;
}

/** What a topic is made from. */
export interface AwsTopicArgs {
  readonly spec: Pick<EventsSpec, "key" | "tags" | "protect">;
  readonly transforms?: AwsTopicTransforms | undefined;
}

/**
 * A topic on SNS. It keeps nothing but what a queue doesn't take at once, so that it isn't said to hold data; but who
 * subscribed is lost with it. https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
 */
export class AwsTopic extends Component implements EventTarget {
  static readonly type = "landbridge:aws:Topic";
  /** SNS has no other name for it than its ARN. */
  readonly url: Output<string>;
  readonly id: Output<string>;

  constructor(name: string, { spec, transforms }: AwsTopicArgs, opts: ComponentResourceOptions) {
    super(AwsTopic.type, name, {}, opts);
    const { key, tags, protect } = spec;
    const args: TopicArgs = {
      name: boundedName(name, nameLimits.topic),
      kmsMasterKeyId: key === undefined ? "alias/aws/sns" : key.id,
      tags: tagsOf(tags),
    };
    const topic = new Topic(`${name}-topic`, transformed(transforms?.topic, args), { parent: this, protect });
    const policy = new TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "EncryptedConnections",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      { parent: this },
    );
    this.id = afterAll(topic.arn, [policy.urn]);
    this.url = this.id;
    this.registerOutputs({ id: this.id });
  }
}
