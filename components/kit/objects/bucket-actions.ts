/**
 * What somebody may do with a bucket's objects. Who may `add` reads and writes them and deletes none: for what runs where others could take it over, so that
 * whoever does leaves what is there. Where objects may be overwritten, the bucket keeps their earlier versions.
 */
export type BucketAccess = "read" | "add" | "read-write";

/**
 * Rights to a bucket, and to its objects, in the words of S3. A bucket's own settings and earlier versions are nobody's but the platform's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const bucketActions = {
  read: { bucket: ["s3:GetBucketLocation", "s3:ListBucket"], objects: ["s3:GetObject"] },
  add: {
    bucket: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    objects: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
  },
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
} as const satisfies Readonly<Record<BucketAccess, Readonly<Record<"bucket" | "objects", readonly string[]>>>>;
