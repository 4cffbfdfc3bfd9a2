import type { CiPurpose } from "../../../kit/account/ci-trust.ts";
import { boundedName } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AwsSettings } from "../settings.ts";

/** Beginning of the names of what the account's own stack of an environment makes. */
export function bootstrapPrefix(environment: string): string {
  return `${environment}-bootstrap-`;
}

/** Name of the role of a purpose, by which people, checks and `cloud.deployers` know it. */
export function ciRoleName(environment: string, purpose: CiPurpose): string {
  return boundedName(`${bootstrapPrefix(environment)}${purpose}`, nameLimits.role);
}

/** ARN of that role. */
export function ciRoleArn(environment: string, purpose: CiPurpose, { account }: Pick<AwsSettings, "account">): string {
  return `arn:aws:iam::${account}:role/${ciRoleName(environment, purpose)}`;
}

/** Name of the policy that bounds every role of the platform. */
export function boundaryName(environment: string): string {
  return `${bootstrapPrefix(environment)}boundary`;
}

/** ARN of that policy; known before it is there. */
export function boundaryArn(environment: string, { account }: Pick<AwsSettings, "account">): string {
  return `arn:aws:iam::${account}:policy/${boundaryName(environment)}`;
}
