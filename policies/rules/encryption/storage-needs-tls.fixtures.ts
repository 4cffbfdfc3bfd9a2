import type { PlannedObject } from "../../../plan/planned-resource.ts";
import { goodBucketPolicy, goodS3Bucket } from "../aws-fixture.ts";
import { goodStorageAccount } from "../azure-fixture.ts";
import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { storageNeedsTls } from "./storage-needs-tls.ts";

function policy(statement: PlannedObject): string {
  const good = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return JSON.stringify({ Statement: [{ ...good, ...statement }] });
}

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    storageNeedsTls,
    "S3",
    [goodS3Bucket, goodBucketPolicy],
    [
      {
        path: "policy",
        of: "policy",
        absent: "violated",
        bad: [
          "{}}",
          policy({ Effect: "Allow" }),
          policy({ Action: "s3:PutObject" }),
          policy({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
          policy({ Resource: "arn:aws:s3:::orders" }),
          policy({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
        ],
        good: [policy({ Principal: { AWS: "*" } }), policy({ Action: ["s3:*"], Resource: "*" })],
      },
      { path: "bucket", of: "policy", absent: "violated", bad: ["another"] },
    ],
    { violated: { "has no policy": [goodS3Bucket] } },
  ),
  fixturesOf(
    storageNeedsTls,
    "Azure",
    [goodStorageAccount],
    [
      { path: "minimumTlsVersion", absent: "violated", bad: ["TLS1_0", "TLS1_1"], good: ["TLS1_3"] },
      { path: "enableHttpsTrafficOnly", absent: "holds", bad: [false] },
    ],
  ),
];
