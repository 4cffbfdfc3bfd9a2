import { awsKeyOfPlan } from "../aws-fixture.ts";
import { goodMskCluster, goodRabbitmq } from "../aws-store-fixture.ts";
import { goodEventHubs } from "../azure-fixture.ts";
import { type RuleFixtures, fixturesOf, planned } from "../fixture.ts";
import { keyOfPlan } from "../gcp-fixture.ts";
import { brokerHasACustomerKey } from "./broker-has-a-customer-key.ts";

const goodActiveMq = planned("aws:mq/broker:Broker", {
  engineType: "ActiveMQ",
  encryptionOptions: { kmsKeyId: awsKeyOfPlan },
});

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    brokerHasACustomerKey,
    "AWS",
    [goodMskCluster],
    [
      { path: "encryptionInfo.encryptionAtRestKmsKeyArn", absent: "violated", bad: ["alias/aws/kafka"] },
      { path: "encryptionInfo", absent: "violated", bad: [{}] },
    ],
    { holds: { "another broker": [{ ...goodMskCluster, name: "other" }] } },
  ),
  fixturesOf(
    brokerHasACustomerKey,
    "Amazon MQ",
    [goodActiveMq],
    [{ path: "encryptionOptions.kmsKeyId", absent: "violated", bad: ["alias/aws/mq"] }],
    {
      holds: { "another broker": [{ ...goodActiveMq, name: "other" }] },
      notApplicable: { "a RabbitMQ, which takes none": [goodRabbitmq] },
    },
  ),
  fixturesOf(
    brokerHasACustomerKey,
    "Azure",
    [goodEventHubs],
    [
      { path: "encryption.keySource", absent: "violated", bad: ["Microsoft.EventHub"], good: ["Microsoft.Keyvault"] },
      { path: "encryption.keyVaultProperties", absent: "violated", bad: [[], "key"] },
    ],
  ),

  fixturesOf(
    brokerHasACustomerKey,
    "Service Bus",
    [planned("azure-native:servicebus:Namespace", { encryption: goodEventHubs.inputs.encryption ?? {} })],
    [
      { path: "encryption.keySource", absent: "violated", bad: ["Microsoft.ServiceBus"], good: ["Microsoft.Keyvault"] },
      { path: "encryption.keyVaultProperties", absent: "violated", bad: [[], "key"] },
    ],
  ),

  fixturesOf(
    brokerHasACustomerKey,
    "Google Cloud",
    [planned("gcp:managedkafka/cluster:Cluster", { gcpConfig: { kmsKey: keyOfPlan } })],
    [{ path: "gcpConfig.kmsKey", absent: "violated", bad: ["example-key"] }],
    {
      holds: {
        "a key that exists already": [
          planned("gcp:managedkafka/cluster:Cluster", {
            gcpConfig: { kmsKey: "projects/a/locations/b/keyRings/c/cryptoKeys/d" },
          }),
        ],
      },
    },
  ),
];
