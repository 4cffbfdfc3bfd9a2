/** How long a cloud keeps the name of a deleted resource from being used again. */
export interface KeptName {
  /** `forever`, or days. */
  readonly days: number | "forever";
  /** What the cloud answers to a creation under the name. */
  readonly answer: string;
}

/**
 * Types whose names outlive their resources. Names that aren't here can be used again at once; that is so for Cloud SQL
 * instances too (https://cloud.google.com/sql/docs/postgres/delete-instance), where older pages speak of a week.
 */
const byType: Readonly<Record<string, KeptName>> = {
  // https://www.pulumi.com/registry/packages/gcp/api-docs/kms/keyring/: neither can be deleted, only forgotten.
  "gcp:kms/keyRing:KeyRing": {
    days: "forever",
    answer: "Error 409: the KeyRing already exists; key rings are never deleted",
  },
  "gcp:kms/cryptoKey:CryptoKey": {
    days: "forever",
    answer: "Error 409: the CryptoKey already exists; its versions were destroyed, its name stays",
  },
  // https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers#delete-pool
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": {
    days: 30,
    answer: "Error 409: the pool is soft-deleted for 30 days and can be undeleted",
  },
  // https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role: 7 days, then up to 30 more.
  "gcp:projects/iAMCustomRole:IAMCustomRole": {
    days: 37,
    answer: "Error 400: a role with this id was deleted; its id can't be used again for up to 37 days",
  },
  // https://cloud.google.com/resource-manager/docs/creating-managing-projects: a project's id is never given out again.
  "gcp:organizations/project:Project": { days: "forever", answer: "Error 409: the project id is taken" },
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html: recovery window, 30 days by default.
  "aws:secretsmanager/secret:Secret": {
    days: 30,
    answer: "InvalidRequestException: a secret with this name is already scheduled for deletion",
  },
  // https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview: retention, 90 days by default.
  "azure-native:keyvault:Vault": {
    days: 90,
    answer: "VaultAlreadyExists: the vault name is in use, also by a vault in deleted but recoverable state",
  },
  // As long as their vault's, and both are in it: https://learn.microsoft.com/azure/key-vault/general/key-vault-recovery
  "azure-native:keyvault:Key": {
    days: 90,
    answer: "Conflict: the key is in deleted but recoverable state; its name can't be used again meanwhile",
  },
  "azure-native:keyvault:Secret": {
    days: 90,
    answer: "Conflict: the secret is in deleted but recoverable state; its name can't be used again meanwhile",
  },
};

/** How a type's names are kept after deletion, or undefined when they are free at once. */
export function keptName(type: string): KeptName | undefined {
  return byType[type];
}
