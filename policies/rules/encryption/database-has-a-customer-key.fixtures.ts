import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodMysql, goodPostgres } from "../azure-fixture.ts";
import { goodCosmosAccount, goodKeyspaceTable } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseHasACustomerKey } from "./database-has-a-customer-key.ts";

const good = goodDatabase;

const first: RuleFixtures = {
  rule: databaseHasACustomerKey,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["encryptionKeyName", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["encryptionKeyName", undefined],
      "is a word": ["encryptionKeyName", "default"],
      "is empty": ["encryptionKeyName", ""],
      "is another service's": ["encryptionKeyName", "projects/a/secrets/b"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["encryptionKeyName", unknownMarker],
      "a text of the cloud": ["encryptionKeyName", fromCloud],
    }),
  },
  notApplicable: {
    "a replica": changedAll([good], ["encryptionKeyName", undefined], ["masterInstanceName", "primary"]),
  },
  guards: [{ path: "encryptionKeyName", absent: "violated", bad: ["default", "", "projects/a/secrets/b"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseHasACustomerKey,
    "Keyspaces",
    [goodKeyspaceTable],
    [
      { path: "encryptionSpecification.type", absent: "violated", bad: ["AWS_OWNED_KMS_KEY"] },
      { path: "encryptionSpecification.kmsKeyIdentifier", absent: "violated", bad: ["alias/aws/dynamodb"] },
    ],
    { holds: { "another table": [{ ...goodKeyspaceTable, name: "other" }] } },
  ),
  fixturesOf(
    databaseHasACustomerKey,
    "Cosmos DB",
    [goodCosmosAccount],
    [{ path: "keyVaultKeyUri", absent: "violated", bad: ["example-key"] }],
    { holds: { "another account": [{ ...goodCosmosAccount, name: "other" }] } },
  ),

  ...[goodRdsInstance, goodRdsCluster].map((database) =>
    fixturesOf(
      databaseHasACustomerKey,
      database.type,
      [database],
      [
        {
          path: "kmsKeyId",
          absent: "violated",
          bad: ["alias/aws/rds", "arn:aws:kms:eu-west-1:123456789012:alias/aws/rds"],
        },
        { path: "storageEncrypted", absent: "violated", bad: [false, "true"] },
      ],
      {
        holds: {
          "a replica in another region": changedAll(
            [database],
            ["replicateSourceDb", "arn:aws:rds:eu-west-3:123456789012:db:orders"],
            ["storageEncrypted", undefined],
          ),
        },
        notApplicable: {
          "a replica": changedAll([database], ["replicateSourceDb", "orders"], ["kmsKeyId", undefined]),
        },
      },
    ),
  ),
  fixturesOf(
    databaseHasACustomerKey,
    "Azure",
    [goodPostgres],
    [
      { path: "dataEncryption.type", absent: "violated", bad: ["SystemManaged"] },
      { path: "dataEncryption.primaryKeyURI", absent: "violated", bad: ["example-key"] },
    ],
    { holds: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) } },
  ),
  fixturesOf(
    databaseHasACustomerKey,
    "MySQL on Azure",
    [goodMysql],
    [
      { path: "dataEncryption.type", absent: "violated", bad: ["SystemManaged"] },
      { path: "dataEncryption.primaryKeyURI", absent: "violated", bad: ["example-key"] },
    ],
    { holds: { "a replica": changedIn([goodMysql], ["createMode", "Replica"]) } },
  ),
];
