import { awsKeyOfPlan } from "./aws-fixture.ts";
import { azureKeyOfPlan } from "./azure-fixture.ts";
import { planned } from "./fixture.ts";
import { goodLabels } from "./gcp-fixture.ts";

/** A keyspace of Amazon Keyspaces that every rule about one resource holds of. */
export const goodKeyspace = planned(
  "aws:keyspaces/keyspace:Keyspace",
  { name: "shop__history", replicationSpecification: { replicationStrategy: "SINGLE_REGION" }, tags: goodLabels },
  { name: "keyspace" },
);

/** A table in it that every rule holds of. */
export const goodKeyspaceTable = planned(
  "aws:keyspaces/table:Table",
  {
    keyspaceName: "shop__history",
    tableName: "visits",
    encryptionSpecification: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyIdentifier: awsKeyOfPlan },
    pointInTimeRecovery: { status: "ENABLED" },
    tags: goodLabels,
  },
  { name: "table" },
);

/** The door to it. */
export const goodKeyspacesDoor = planned(
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  {
    vpcEndpointType: "Interface",
    serviceName: "com.amazonaws.eu-west-1.cassandra",
    privateDnsEnabled: true,
    tags: goodLabels,
  },
  { name: "door" },
);

/** An account of Cosmos DB that every rule about one resource holds of. */
export const goodCosmosAccount = planned(
  "azure-native:cosmosdb:DatabaseAccount",
  {
    location: "westeurope",
    locations: [{ locationName: "westeurope", failoverPriority: 0, isZoneRedundant: true }],
    keyVaultKeyUri: azureKeyOfPlan,
    minimalTlsVersion: "Tls12",
    publicNetworkAccess: "Disabled",
    disableKeyBasedMetadataWriteAccess: true,
    backupPolicy: {
      type: "Periodic",
      periodicModeProperties: { backupIntervalInMinutes: 1440, backupRetentionIntervalInHours: 720 },
    },
    tags: goodLabels,
  },
  { name: "account" },
);
