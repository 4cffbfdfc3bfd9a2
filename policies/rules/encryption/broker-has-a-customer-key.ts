import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { awsKeys, expectKey, gcpKeys } from "../../facts/key-reference.ts";
import { at, expectValue, inputsOf, isList, judged, notApplicable, textAt } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed brokers are encrypted with a customer key. */
export const brokerHasACustomerKey: ResourceRule = {
  id: "PK-ENC-004",
  name: "broker-has-a-customer-key",
  says: "Managed brokers are encrypted with a customer key.",
  why: "A topic is a copy of what services say to each other, kept for days.",
  fix: {
    gcp: "Set `gcpConfig.kmsKey`.",
    aws: "Set `encryptionInfo.encryptionAtRestKmsKeyArn`.",
    azure: "Set `encryption: { keySource: Microsoft.KeyVault, keyVaultProperties }`.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-28(1)"],
  source: {
    aws: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html",
    azure: "https://learn.microsoft.com/azure/event-hubs/configure-customer-managed-key",
  },
  ...judgedByType({
    "gcp:managedkafka/cluster:Cluster": (cluster) =>
      judged(expectKey(at(inputsOf(cluster), "gcpConfig", "kmsKey"), gcpKeys), "the broker has a customer key"),
    "aws:mq/broker:Broker": judgeAmazonMq,
    "aws:msk/cluster:Cluster": judgeMsk,
    "azure-native:eventhub:Namespace": judgeNamespace,
    "azure-native:servicebus:Namespace": judgeNamespace,
  }),
};

function judgeMsk(resource: PlannedResource): Judgement {
  const key = at(inputsOf(resource), "encryptionInfo", "encryptionAtRestKmsKeyArn");
  return judged(expectKey(key, awsKeys), "the broker has a customer key");
}

/**
 * A RabbitMQ with encryptionOptions isn't made at all: its disks are under AWS's own key.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-amazonmq-broker-encryptionoptions.html
 */
function judgeAmazonMq(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (textAt(at(inputs, "engineType")) === "RabbitMQ")
    return notApplicable("Amazon MQ takes no customer key for RabbitMQ, and encrypts it under its own");
  return judged(expectKey(at(inputs, "encryptionOptions", "kmsKeyId"), awsKeys), "the broker has a customer key");
}

function judgeNamespace(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "encryption");
  return judged(
    [
      ...expectValue(
        at(encryption, "keySource"),
        "Microsoft.KeyVault",
        (value) => typeof value === "string" && value.toLowerCase() === "microsoft.keyvault",
      ),
      ...expectValue(
        at(encryption, "keyVaultProperties"),
        "a list with a key",
        (value) => isList(value) && value.length > 0,
      ),
    ],
    "the broker has a customer key",
  );
}
