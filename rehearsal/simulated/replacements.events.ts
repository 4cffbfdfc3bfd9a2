import type { ReplacementTable } from "./replacement-table.ts";

const member = ["condition", "member", "role"];
const inNamespace = ["namespaceName", "resourceGroupName"];

/**
 * Of queues, topics and functions, on all clouds, from the same sources as each cloud's own table. Of AWS's `region` counts as
 * everywhere.
 */
export const eventReplacements: ReplacementTable = {
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { on: ["region", "repository"] },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { on: ["eventSourceArn", "region", "startingPosition"] },
  "aws:lambda/function:Function": { on: ["name", "packageType", "region"] },
  "aws:s3/bucketNotification:BucketNotification": { on: ["bucket", "region"] },
  "aws:sns/topic:Topic": { on: ["fifoTopic", "name", "namePrefix", "region"] },
  "aws:sns/topicPolicy:TopicPolicy": { on: ["arn", "region"] },
  "aws:sns/topicSubscription:TopicSubscription": { on: ["endpoint", "protocol", "region", "topic"] },
  "aws:sqs/queue:Queue": { on: ["fifoQueue", "name", "namePrefix", "region"] },
  "aws:sqs/queuePolicy:QueuePolicy": { on: ["queueUrl", "region"] },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { on: ["queueUrl", "region"] },
  "azure-native:app:ContainerApp": { on: ["containerAppName", "location", "resourceGroupName"] },
  "azure-native:app:DaprComponent": { on: ["componentName", "environmentName", "resourceGroupName"] },
  "azure-native:app:ManagedEnvironment": { on: ["environmentName", "location", "resourceGroupName"] },
  "azure-native:eventgrid:SystemTopic": { on: ["location", "resourceGroupName", "systemTopicName"] },
  "azure-native:eventgrid:SystemTopicEventSubscription": {
    on: ["eventSubscriptionName", "resourceGroupName", "systemTopicName"],
  },
  "azure-native:servicebus:Namespace": { on: ["location", "namespaceName", "resourceGroupName"] },
  "azure-native:servicebus:NamespaceNetworkRuleSet": { on: inNamespace },
  "azure-native:servicebus:Queue": { on: [...inNamespace, "queueName"] },
  "azure-native:servicebus:Subscription": { on: [...inNamespace, "subscriptionName", "topicName"] },
  "azure-native:servicebus:Topic": { on: [...inNamespace, "topicName"] },
  "gcp:cloudrunv2/service:Service": { on: ["location", "name", "project"] },
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": { on: [...member, "location", "name", "project"] },
  "gcp:pubsub/subscription:Subscription": { on: ["enableMessageOrdering", "filter", "name", "project", "topic"] },
  "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": { on: [...member, "project", "subscription"] },
  "gcp:pubsub/topic:Topic": { on: ["name", "project"] },
  "gcp:pubsub/topicIAMMember:TopicIAMMember": { on: [...member, "project", "topic"] },
  // Cloud Storage changes none of them.
  "gcp:storage/notification:Notification": {
    on: ["bucket", "customAttributes", "eventTypes", "objectNamePrefix", "payloadFormat", "topic"],
  },
};
