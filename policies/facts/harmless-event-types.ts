/** Of queues, topics and functions: types that no rule names, and why there is nothing to judge in them by themselves. */
export const harmlessEventTypes: Readonly<Record<string, string>> = {
  "aws:lambda/eventSourceMapping:EventSourceMapping": "Calls a function for each message of a queue; both are judged.",
  "aws:s3/bucketNotification:BucketNotification":
    "Tells queues what changes in a bucket; who may write to a queue is judged at its policy.",
  "aws:sns/topicSubscription:TopicSubscription":
    "Passes a topic's messages on to a queue of ours; the queue's policy is judged.",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "Says which queue sets messages aside there; both are judged.",
  "azure-native:app:DaprComponent":
    "How an app's messages get from its queue to it; the queue, the app and secrets in the clear are judged.",
  "azure-native:eventgrid:SystemTopicEventSubscription":
    "Passes what changes in a bucket on to a queue of ours, by an identity; what that may do is judged.",
  "azure-native:servicebus:NamespaceNetworkRuleSet":
    "Lets in services that Azure trusts; that the namespace has no public address is judged at it.",
  "azure-native:servicebus:Subscription": "Forwards a topic's messages to a queue; the namespace is judged.",
  "azure-native:servicebus:Topic": "A name in a namespace that passes messages on; the namespace is judged.",
  "gcp:storage/notification:Notification":
    "Tells a topic what changes in a bucket; who may write to a topic is judged at its grants.",
};
