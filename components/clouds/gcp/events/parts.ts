import type { ServiceArgs } from "@pulumi/gcp/cloudrunv2/service.js";
import type { ProjectBucketConfigArgs } from "@pulumi/gcp/logging/projectBucketConfig.js";
import type { SubscriptionArgs } from "@pulumi/gcp/pubsub/subscription.js";
import type { TopicArgs } from "@pulumi/gcp/pubsub/topic.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { EventsSpec } from "../../../cloud.ts";
import type { Transform } from "../../../kit/transforms.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on queues, topics, functions and their logs. */
export interface GcpEventsTransforms {
  readonly topic?: Transform<TopicArgs>;
  readonly subscription?: Transform<SubscriptionArgs>;
  readonly function?: Transform<ServiceArgs>;
  readonly logBucket?: Transform<ProjectBucketConfigArgs>;
}

/** What each queue, topic and function is made from. */
export interface GcpEventParts {
  readonly spec: EventsSpec;
  readonly settings: GcpSettings;
  /** Pub/Sub itself in the eyes of IAM. */
  readonly agent: Output<string>;
  readonly dependsOn: Resource[];
  readonly transforms: GcpEventsTransforms | undefined;
}
