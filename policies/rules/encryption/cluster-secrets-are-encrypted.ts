import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { awsKeys, azureKeys, expectKey, gcpKeys } from "../../facts/key-reference.ts";
import { at, expectValue, inputsOf, isList, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Kubernetes Secrets are encrypted with a customer key before they are stored. */
export const clusterSecretsAreEncrypted: ResourceRule = {
  id: "PK-ENC-006",
  name: "cluster-secrets-are-encrypted",
  says: "Kubernetes Secrets are encrypted with a customer key before they are stored.",
  why: "Otherwise a copy of the cluster's database is a list of all passwords.",
  fix: {
    gcp: "Set `databaseEncryption: { state: ENCRYPTED, keyName }`.",
    aws: 'Set `encryptionConfig: { provider: { keyArn }, resources: ["secrets"] }`.',
    azure: "Set `securityProfile.azureKeyVaultKms: { enabled: true, keyId }`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.3.1", "SC-28(1)"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
    azure: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
  },
  ...judgedByType({
    "gcp:container/cluster:Cluster": judgeGke,
    "aws:eks/cluster:Cluster": judgeEks,
    [aksClusterType]: judgeAks,
  }),
};

function judgeGke(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "databaseEncryption");
  return judged(
    [
      ...expectValue(at(encryption, "state"), "ENCRYPTED", (value) => value === "ENCRYPTED"),
      ...expectKey(at(encryption, "keyName"), gcpKeys),
    ],
    "Secrets are encrypted with a customer key",
  );
}

function judgeEks(resource: PlannedResource): Judgement {
  const encryption = at(inputsOf(resource), "encryptionConfig");
  return judged(
    [
      ...expectKey(at(encryption, "provider", "keyArn"), awsKeys),
      ...expectValue(
        at(encryption, "resources"),
        'a list with "secrets"',
        (value) => isList(value) && value.includes("secrets"),
      ),
    ],
    "Secrets are encrypted with a customer key",
  );
}

function judgeAks(resource: PlannedResource): Judgement {
  const kms = at(inputsOf(resource), "securityProfile", "azureKeyVaultKms");
  return judged(
    [...expectValue(at(kms, "enabled"), "true", (value) => value === true), ...expectKey(at(kms, "keyId"), azureKeys)],
    "Secrets are encrypted with a customer key",
  );
}
