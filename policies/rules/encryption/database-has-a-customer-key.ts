import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { isReplica } from "../../facts/databases.ts";
import { awsKeys, azureKeys, expectKey, gcpKeys } from "../../facts/key-reference.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed databases are encrypted with a customer key. */
export const databaseHasACustomerKey: ResourceRule = {
  id: "PK-ENC-002",
  name: "database-has-a-customer-key",
  says: "Managed databases are encrypted with a customer key.",
  why: "Whoever holds the key decides who reads the data, also after a contract has ended.",
  fix: {
    gcp: "Set `encryptionKeyName`.",
    aws: "Set `storageEncrypted: true` and `kmsKeyId`.",
    azure: "Set `dataEncryption: { type: AzureKeyVault, primaryKeyURI }`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["SC-28(1)", "CC6.7", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/configure-cmek",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/security-data-encryption",
  },
  ...judgedByType({
    "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
    "gcp:bigquery/dataset:Dataset": (dataset) =>
      judged(
        expectKey(at(inputsOf(dataset), "defaultEncryptionConfiguration", "kmsKeyName"), gcpKeys),
        "the dataset has a customer key",
      ),
    "aws:redshiftserverless/namespace:Namespace": (namespace) =>
      judged(expectKey(at(inputsOf(namespace), "kmsKeyId"), awsKeys), "the warehouse has a customer key"),
    "aws:docdb/cluster:Cluster": judgeRds,
    "aws:rds/cluster:Cluster": judgeRds,
    "aws:rds/instance:Instance": judgeRds,
    "aws:keyspaces/table:Table": judgeKeyspaces,
    "azure-native:cosmosdb:DatabaseAccount": judgeCosmos,
    "azure-native:dbformysql:Server": judgeFlexibleServer,
    "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
    "azure-native:mongocluster:MongoCluster": judgeMongoCluster,
  }),
};

function judgeCloudSql(resource: PlannedResource): Judgement {
  const key = at(inputsOf(resource), "encryptionKeyName");
  // A replica in the primary's region has its key and takes no other.
  if (isReplica(resource) && isAbsent(key)) return notApplicable("a replica has its primary's key");
  return judged(expectKey(key, gcpKeys), "the database has a customer key");
}

function judgeRds(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const key = at(inputs, "kmsKeyId");
  if (isReplica(resource) && isAbsent(key)) return notApplicable("a replica has its primary's key");
  return judged(
    [
      ...expectKey(key, awsKeys),
      // A replica in another region is encrypted by its key alone.
      ...(isReplica(resource) ? [] : expectValue(at(inputs, "storageEncrypted"), "true", (value) => value === true)),
    ],
    "the database has a customer key",
  );
}

function judgeFlexibleServer(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "dataEncryption");
  return judged(
    [
      ...expectValue(at(encryption, "type"), "AzureKeyVault", (value) => value === "AzureKeyVault"),
      ...expectKey(at(encryption, "primaryKeyURI"), azureKeys),
    ],
    "the database has a customer key",
  );
}

/** Each table has a key of its own, AWS's by default. */
function judgeKeyspaces(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "encryptionSpecification");
  return judged(
    [
      ...expectValue(at(encryption, "type"), "CUSTOMER_MANAGED_KMS_KEY", (type) => type === "CUSTOMER_MANAGED_KMS_KEY"),
      ...expectKey(at(encryption, "kmsKeyIdentifier"), awsKeys),
    ],
    "the table has a customer key",
  );
}

function judgeCosmos(resource: PlannedResource): Judgement {
  return judged(expectKey(at(inputsOf(resource), "keyVaultKeyUri"), azureKeys), "the account has a customer key");
}

/** Its API knows no other key than Microsoft's in the version that the SDK speaks, so it may hold what needs none. */
function judgeMongoCluster(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "tags", "data-class"),
      "public or internal, where there is no customer key",
      (value) => value === "public" || value === "internal",
    ),
    "what it holds needs no customer key",
  );
}
