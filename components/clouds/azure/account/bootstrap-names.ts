import type { CiPurpose } from "../../../kit/account/ci-trust.ts";
import { nameLimits, worldName } from "../names.ts";
import type { AzureSettings } from "../settings.ts";

/** Name of the identity of a purpose, by which people and checks know it. */
export function ciIdentityName(environment: string, purpose: CiPurpose): string {
  return `${environment}-bootstrap-${purpose}`;
}

/** Name of the storage account that holds state. */
export function stateAccountName(environment: string, settings: Pick<AzureSettings, "subscription">): string {
  return worldName(`${environment}-bootstrap-state`, settings, nameLimits.storageAccount);
}
