/**
 * Rights to a bucket, and to its objects, in the words of S3. A bucket's own settings and earlier versions are nobody's but the platform's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
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
