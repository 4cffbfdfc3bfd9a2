import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { awsKeys, azureKeys, expectKey } from "../../facts/key-reference.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed caches are encrypted with a customer key. */
export const cacheHasACustomerKey: ResourceRule = {
  id: "PK-ENC-003",
  name: "cache-has-a-customer-key",
  says: "Managed caches are encrypted with a customer key.",
  why: "A cache holds sessions and copies of rows; its snapshots outlive it.",
  fix: {
    aws: "Set `atRestEncryptionEnabled: true` and `kmsKeyId`.",
    azure: "Set `encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl`.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-28(1)"],
  source: {
    aws: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    azure: "https://learn.microsoft.com/azure/redis/how-to-encryption",
  },
  ...judgedByType({
    "aws:elasticache/replicationGroup:ReplicationGroup": judgeElastiCache,
    "azure-native:redisenterprise:RedisEnterprise": judgeManagedRedis,
  }),
};

function judgeElastiCache(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      ...expectValue(at(inputs, "atRestEncryptionEnabled"), "true", (value) => value === true),
      ...expectKey(at(inputs, "kmsKeyId"), awsKeys),
    ],
    "the cache has a customer key",
  );
}

function judgeManagedRedis(resource: PlannedResource): Judgement {
  const key = at(inputsOf(resource), "encryption", "customerManagedKeyEncryption", "keyEncryptionKeyUrl");
  return judged(expectKey(key, azureKeys), "the cache has a customer key");
}
