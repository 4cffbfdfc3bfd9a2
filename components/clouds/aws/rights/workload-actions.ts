/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
export const queueActions = {
  publish: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
  consume: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
  ],
} as const;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const topicActions = { publish: ["sns:Publish"] } as const;
