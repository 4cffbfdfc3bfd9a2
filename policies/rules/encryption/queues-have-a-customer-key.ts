import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { awsKeys, expectKey, gcpKeys, type KeyKind } from "../../facts/key-reference.ts";
import { at, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Queues, topics and functions are encrypted with a customer key. */
export const queuesHaveACustomerKey: ResourceRule = {
  id: "PK-ENC-021",
  name: "queues-have-a-customer-key",
  says: "Queues, topics and functions are encrypted with a customer key.",
  why: "Messages wait for days, and those that failed for two weeks; without the key nobody reads them, the cloud neither.",
  fix: {
    gcp: "Set `kmsKeyName` on topics and `template.encryptionKey` on functions.",
    aws: "Set `kmsMasterKeyId` on queues and topics and `kmsKeyArn` on functions.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-28(1)"],
  source: {
    gcp: "https://cloud.google.com/pubsub/docs/encryption",
    aws: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
  },
  ...judgedByType({
    "gcp:cloudrunv2/service:Service": keyAt(gcpKeys, "template", "encryptionKey"),
    "gcp:pubsub/topic:Topic": keyAt(gcpKeys, "kmsKeyName"),
    "aws:lambda/function:Function": keyAt(awsKeys, "kmsKeyArn"),
    "aws:sns/topic:Topic": keyAt(awsKeys, "kmsMasterKeyId"),
    "aws:sqs/queue:Queue": keyAt(awsKeys, "kmsMasterKeyId"),
  }),
};

function keyAt(keys: KeyKind, ...path: readonly string[]): JudgeOne {
  return (resource: PlannedResource): Judgement =>
    judged(expectKey(at(inputsOf(resource), ...path), keys), "it has a customer key");
}
