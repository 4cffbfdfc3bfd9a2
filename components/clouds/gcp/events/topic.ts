import { Topic, type TopicArgs } from "@pulumi/gcp/pubsub/topic.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { labelsOf } from "../tags.ts";
import type { GcpEventParts } from "./parts.ts";

/** A topic on Pub/Sub, whose messages stay in the region. */
export class GcpTopic extends Component implements EventTarget {
  static readonly type = "landbridge:gcp:Topic";
  /** As clients write it: projects/PROJECT/topics/NAME. */
  readonly url: Output<string>;
  readonly id: Output<string>;

  constructor(name: string, parts: GcpEventParts, opts: ComponentResourceOptions) {
    super(GcpTopic.type, name, {}, opts);
    const topic = createTopic(`${name}-topic`, parts, this);
    this.id = topic.id;
    this.url = urlOf(topic, parts);
    this.registerOutputs({ url: this.url });
  }
}

/** Makes a topic. */
export function createTopic(name: string, parts: GcpEventParts, parent: Resource): Topic {
  const { spec, dependsOn, transforms } = parts;
  return new Topic(name, transformed(transforms?.topic, topicArgs(name, parts)), {
    parent,
    dependsOn,
    ...holdsData(spec.protect),
  });
}

/** By what clients find a topic. */
export function urlOf(topic: Topic, { settings }: GcpEventParts): Output<string> {
  return interpolate`projects/${settings.project}/topics/${topic.name}`;
}

/**
 * A fixed name, by which programs and people know it; free as soon as it is deleted.
 * https://cloud.google.com/pubsub/docs/resource-location-restriction
 */
function topicArgs(name: string, { spec, settings }: GcpEventParts): TopicArgs {
  const { key, tags } = spec;
  return {
    name: boundedName(name, nameLimits.topic),
    ...(key === undefined ? {} : { kmsKeyName: key.id }),
    messageStoragePolicy: { allowedPersistenceRegions: [settings.regions.primary] },
    labels: labelsOf(tags),
  };
}
