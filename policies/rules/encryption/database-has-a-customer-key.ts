import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { isReplica } from "../../databases.ts";
import { awsKeys, azureKeys, expectKey, gcpKeys } from "../../key-reference.ts";
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
    "aws:rds/cluster:Cluster": judgeRds,
    "aws:rds/instance:Instance": judgeRds,
    "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
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
