import { awsKeyOfPlan } from "../aws-fixture.ts";
import { type RuleFixtures, fixturesOf, planned } from "../fixture.ts";
import { keyOfPlan } from "../gcp-fixture.ts";
import { queuesHaveACustomerKey } from "./queues-have-a-customer-key.ts";

const existing = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";

const ofAws = (["aws:sqs/queue:Queue", "aws:sns/topic:Topic"] as const).map((type) =>
  fixturesOf(
    queuesHaveACustomerKey,
    type,
    [planned(type, { kmsMasterKeyId: awsKeyOfPlan })],
    [{ path: "kmsMasterKeyId", absent: "violated", bad: ["alias/aws/sqs"], good: [existing] }],
  ),
);

export const fixtures: readonly RuleFixtures[] = [
  ...ofAws,
  fixturesOf(
    queuesHaveACustomerKey,
    "Lambda",
    [planned("aws:lambda/function:Function", { kmsKeyArn: awsKeyOfPlan })],
    [{ path: "kmsKeyArn", absent: "violated", bad: ["alias/aws/lambda"], good: [existing] }],
  ),
  fixturesOf(
    queuesHaveACustomerKey,
    "Pub/Sub",
    [planned("gcp:pubsub/topic:Topic", { kmsKeyName: keyOfPlan })],
    [
      {
        path: "kmsKeyName",
        absent: "violated",
        bad: ["example-key"],
        good: ["projects/a/locations/b/keyRings/c/cryptoKeys/d"],
      },
    ],
  ),
  fixturesOf(
    queuesHaveACustomerKey,
    "Cloud Run",
    [planned("gcp:cloudrunv2/service:Service", { template: { encryptionKey: keyOfPlan } })],
    [
      {
        path: "template.encryptionKey",
        absent: "violated",
        bad: ["example-key"],
        good: ["projects/a/locations/b/keyRings/c/cryptoKeys/d"],
      },
    ],
  ),
];
