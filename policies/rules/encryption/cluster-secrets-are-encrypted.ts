import { expectKey } from "../../key-reference.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Kubernetes Secrets are encrypted with a customer key before they are stored. */
export const clusterSecretsAreEncrypted: ResourceRule = {
  id: "PK-ENC-006",
  name: "cluster-secrets-are-encrypted",
  says: "Kubernetes Secrets are encrypted with a customer key before they are stored.",
  why: "Otherwise a copy of the cluster's database is a list of all passwords.",
  fix: "Set `databaseEncryption: { state: ENCRYPTED, keyName }`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.3.1", "SC-28(1)"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets",
  appliesTo: ["gcp:container/cluster:Cluster"],
  judge: (resource) => {
    const encryption = at(inputsOf(resource), "databaseEncryption");
    return judged(
      [
        ...expectValue(at(encryption, "state"), "ENCRYPTED", (value) => value === "ENCRYPTED"),
        ...expectKey(at(encryption, "keyName")),
      ],
      "Secrets are encrypted with a customer key",
    );
  },
};
