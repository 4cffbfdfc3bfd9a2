import { Topic } from "@pulumi/azure-native/servicebus/topic.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { deadLetterDays } from "../../../kit/events/events.ts";
import type { AzureEventParts } from "./parts.ts";

/** What a topic is made from. */
export interface AzureTopicArgs extends AzureEventParts {
  readonly topic: string;
}

/** A topic of Service Bus. */
export class AzureTopic extends Component implements EventTarget {
  static readonly type = "landbridge:azure:Topic";
  readonly url: Output<string>;
  readonly id: Output<string>;
  readonly topicName: Output<string>;

  constructor(name: string, args: AzureTopicArgs, opts: ComponentResourceOptions) {
    const { topic, namespace, resourceGroupName, host, spec } = args;
    super(AzureTopic.type, name, {}, opts);
    const made = new Topic(
      `${name}-topic`,
      {
        resourceGroupName,
        namespaceName: namespace.name,
        topicName: topic,
        // It only passes on; each queue has days of its own.
        defaultMessageTimeToLive: `P${deadLetterDays}D`,
        supportOrdering: false,
      },
      { parent: this, protect: spec.protect, deletedWith: namespace },
    );
    this.topicName = made.name;
    this.id = made.id;
    this.url = interpolate`sb://${host}/${made.name}`;
    this.registerOutputs({ url: this.url });
  }
}
