/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const bucketActions = {
  read: { bucket: ["s3:GetBucketLocation", "s3:ListBucket"], objects: ["s3:GetObject"] },
  "read-write": {
    bucket: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    objects: [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ],
  },
} as const;

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
