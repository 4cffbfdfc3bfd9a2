import { goodRdsInstance } from "../aws-store-fixture.ts";
import { goodPostgres, goodStorageAccount, goodVault } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, planned } from "../fixture.ts";
import { goodCosmosAccount, goodKeyspaceTable } from "../cassandra-fixture.ts";
import { goodBucket, goodKey } from "../gcp-fixture.ts";
import { storesAreProtected } from "./stores-are-protected.ts";

const protectedBucket = { ...goodBucket, protect: true };

const claimOf = (labels: Readonly<Record<string, string>>) =>
  planned("kubernetes:core/v1:PersistentVolumeClaim", { metadata: { labels } });

const first: RuleFixtures = {
  rule: storesAreProtected,
  holds: {
    "a protected bucket": [protectedBucket],
    "a protected key": [{ ...goodKey, protect: true }],
    "a cache's volume": [claimOf({ "landbridge.dev/keeps": "nothing" })],
  },
  violated: {
    "is not protected": [goodBucket],
    "is deleted first": [{ ...protectedBucket, deleteBeforeReplace: true }],
    "a volume that is not": [claimOf({})],
    "a cache's volume that is deleted first": [
      { ...claimOf({ "landbridge.dev/keeps": "nothing" }), deleteBeforeReplace: true },
    ],
    "a Kafka that is not": [planned("kubernetes:kafka.strimzi.io/v1:Kafka", {})],
  },
  // Options are known to the program, whatever the cloud says.
  undecided: {},
  guards: [],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  {
    rule: storesAreProtected,
    of: "AWS and Azure",
    holds: {
      "a protected database": [{ ...goodRdsInstance, protect: true }],
      "a protected table": [{ ...goodKeyspaceTable, protect: true }],
      "a protected account": [{ ...goodStorageAccount, protect: true }],
      "a queue that keeps nothing": [planned("aws:sqs/queue:Queue", { messageRetentionSeconds: 300 })],
      "a replica": changedIn([goodPostgres], ["createMode", "Replica"]),
    },
    violated: {
      "a database that is not": [goodRdsInstance],
      "a table that is not": [goodKeyspaceTable],
      "a queue that is not": [planned("aws:sqs/queue:Queue", {})],
      "a queue that keeps messages for hours": [planned("aws:sqs/queue:Queue", { messageRetentionSeconds: 7200 })],
      "an account of tables that is not": [goodCosmosAccount],
      "a primary that is not": [goodPostgres],
      "a replica that is deleted first": changedIn(
        [{ ...goodPostgres, deleteBeforeReplace: true }],
        ["createMode", "Replica"],
      ),
      "an account that is not": [goodStorageAccount],
      "a vault that is deleted first": [{ ...goodVault, protect: true, deleteBeforeReplace: true }],
    },
    undecided: {},
    guards: [],
  },
];
