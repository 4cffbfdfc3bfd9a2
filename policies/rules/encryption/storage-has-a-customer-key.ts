import { expectKey } from "../../key-reference.ts";
import { at, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Buckets and registries are encrypted with a customer key. */
export const storageHasACustomerKey: ResourceRule = {
  id: "PK-ENC-005",
  name: "storage-has-a-customer-key",
  says: "Buckets and registries are encrypted with a customer key.",
  why: "Backups and images are copies of everything else, and outlive it.",
  fix: "Set `encryption.defaultKmsKeyName` on buckets and `kmsKeyName` on registries.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["SC-28(1)", "CC6.7"],
  source: "https://cloud.google.com/storage/docs/encryption/customer-managed-keys",
  appliesTo: ["gcp:artifactregistry/repository:Repository", "gcp:storage/bucket:Bucket"],
  judge: (resource) =>
    judged(
      expectKey(
        resource.type === "gcp:storage/bucket:Bucket"
          ? at(inputsOf(resource), "encryption", "defaultKmsKeyName")
          : at(inputsOf(resource), "kmsKeyName"),
      ),
      "it has a customer key",
    ),
};
