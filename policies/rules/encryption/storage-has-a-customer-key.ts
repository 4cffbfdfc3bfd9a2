import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { accessLogIn, bucketEncryption } from "../../facts/companions.ts";
import { awsKeys, azureKeys, expectKey, gcpKeys, type KeyKind } from "../../facts/key-reference.ts";
import {
  at,
  expectValue,
  inputsOf,
  itemsOf,
  judged,
  notApplicable,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { companionsOf, expectCompanion, type Stack } from "../../stack.ts";

/** Buckets, registries and stored secrets are encrypted with a customer key. */
export const storageHasACustomerKey: Rule = {
  id: "PK-ENC-005",
  name: "storage-has-a-customer-key",
  says: "Buckets, registries and stored secrets are encrypted with a customer key.",
  why: "Backups and images are copies of everything else, and outlive it.",
  fix: {
    gcp: "Set `encryption.defaultKmsKeyName` on buckets and `kmsKeyName` on registries.",
    aws: "Make a `BucketServerSideEncryptionConfiguration` with `sseAlgorithm: aws:kms` and `kmsMasterKeyId`; set `encryptionConfigurations` on registries.",
    azure: "Set `encryption` with a key of a vault on storage accounts and registries.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["SC-28(1)", "CC6.7"],
  source: {
    gcp: "https://cloud.google.com/storage/docs/encryption/customer-managed-keys",
    aws: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    azure: "https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview",
  },
  ...judgedBoth(
    {
      "gcp:artifactregistry/repository:Repository": judgeKey(gcpKeys, "kmsKeyName"),
      "gcp:storage/bucket:Bucket": judgeKey(gcpKeys, "encryption", "defaultKmsKeyName"),
      "gcp:secretmanager/secret:Secret": judgeGoogleSecret,
      "aws:ecr/repository:Repository": judgeEcr,
      "aws:secretsmanager/secret:Secret": judgeAwsSecret,
      "azure-native:containerregistry:Registry": judgeRegistry,
      "azure-native:storage:StorageAccount": judgeAccount,
    },
    { "aws:s3/bucket:Bucket": judgeS3 },
    [accessLogIn, bucketEncryption],
  ),
};

function judgeKey(keys: KeyKind, ...path: readonly string[]): JudgeOne {
  return (resource) => judged(expectKey(at(inputsOf(resource), ...path), keys), "it has a customer key");
}

/** ECR reads its logins, which it finds by how their names begin, under AWS's own key and no other. */
function judgeAwsSecret(secret: PlannedResource): Judgement {
  const names = ["name", "namePrefix"].map((key) => at(inputsOf(secret), key).value);
  if (names.some((name) => typeof name === "string" && name.startsWith("ecr-pullthroughcache/")))
    return notApplicable("ECR reads it, under AWS's key alone");
  return judged(expectKey(at(inputsOf(secret), "kmsKeyId"), awsKeys), "it has a customer key");
}

function judgeGoogleSecret(secret: PlannedResource): Judgement {
  const replicas = at(inputsOf(secret), "replication", "userManaged", "replicas");
  return judged(
    firstOf(replicas, (replica) => expectKey(at(replica, "customerManagedEncryption", "kmsKeyName"), gcpKeys)),
    "it has a customer key",
  );
}

function judgeEcr(resource: PlannedResource): Judgement {
  const list = at(inputsOf(resource), "encryptionConfigurations");
  return judged(
    firstOf(list, (item) => [
      ...expectValue(at(item, "encryptionType"), "KMS", (value) => value === "KMS" || value === "KMS_DSSE"),
      ...expectKey(at(item, "kmsKey"), awsKeys),
    ]),
    "it has a customer key",
  );
}

function judgeS3(bucket: PlannedResource, stack: Stack): Judgement {
  // S3 writes its own logs to no bucket that encrypts with a customer key.
  if (companionsOf(stack, bucket, accessLogIn).found.length > 0) return notApplicable("it holds logs of access");
  return judged(
    expectCompanion(stack, bucket, bucketEncryption, (companion) =>
      firstOf(at(inputsOf(companion), "rules"), (rule) => {
        const byDefault = at(rule, "applyServerSideEncryptionByDefault");
        return [
          ...expectValue(
            at(byDefault, "sseAlgorithm"),
            "aws:kms",
            (value) => value === "aws:kms" || value === "aws:kms:dsse",
          ),
          ...expectKey(at(byDefault, "kmsMasterKeyId"), awsKeys),
        ];
      }),
    ),
    "it has a customer key",
  );
}

function judgeRegistry(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "encryption");
  return judged(
    [
      ...expectValue(at(encryption, "status"), "enabled", (value) => value === "enabled"),
      ...expectKey(at(encryption, "keyVaultProperties", "keyIdentifier"), azureKeys),
    ],
    "it has a customer key",
  );
}

function judgeAccount(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "encryption");
  return judged(
    [
      ...expectValue(
        at(encryption, "keySource"),
        "Microsoft.Keyvault",
        (value) => typeof value === "string" && value.toLowerCase() === "microsoft.keyvault",
      ),
      ...expectKey(at(encryption, "keyVaultProperties", "keyName"), vaultKeyNames),
    ],
    "it has a customer key",
  );
}

/** An account names the key within its vault, which is a field of its own. */
const vaultKeyNames: KeyKind = { outputs: { "azure-native:keyvault:Key": ["name"] }, name: /^[\w-]{1,127}$/ };

/** Services that take one entry write it as a list. */
function firstOf(list: Place, expect: (item: Place) => readonly Finding[]): readonly Finding[] {
  const { items, findings } = itemsOf(list);
  if (findings.length > 0) return findings;
  const [first] = items;
  return first === undefined ? [violated(`${list.path} is missing; it must name a customer key`)] : expect(first);
}
