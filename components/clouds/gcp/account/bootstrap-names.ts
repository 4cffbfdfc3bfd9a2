import type { CiPurpose } from "../../../kit/account/ci-trust.ts";
import { boundedName } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";

/** Beginning of the names of the state's bucket and of the key rings that the account's own stack of an environment makes. */
export function bootstrapPrefix(environment: string): string {
  return `${environment}-bootstrap-`;
}

/** Id of the account of a purpose, which comes first, so that it stays whatever is cut off. */
export function ciAccountId(environment: string, purpose: CiPurpose): string {
  return boundedName(`${purpose}-${environment}`, nameLimits.serviceAccount);
}

/** Beginning of the id of the pool of an environment's pipelines, with room for so many characters behind it. */
export function ciPoolPrefix(environment: string, room: number): string {
  return boundedName(`ci-${environment}`, nameLimits.identityPool - room);
}
