import { ciPurposes, type CiPurpose, type CiTrust, type Claims } from "../../../kit/account/ci-trust.ts";

/** The attribute that says what a job may do, as members of a pool write it. */
export const purposeAttribute = "attribute.purpose";

/** What a token gets that is trusted for nothing. */
const nothing = "nothing";

/** Takes no token that is trusted for nothing. */
export const attributeCondition = `${purposeAttribute} != '${nothing}'`;

/**
 * What Google reads from a token: its subject, and for what it is trusted. An expression that asks for a claim which isn't
 * there is an error, and a token that causes one is refused; the purpose that asks for less comes first.
 * https://cloud.google.com/iam/docs/workload-identity-federation#mapping
 */
export function attributeMapping({ claims }: Pick<CiTrust, "claims">): Record<string, string> {
  const purpose = [...ciPurposes].reduceRight(
    (otherwise: string, one: CiPurpose) => `${anyOf(claims[one])} ? '${one}' : ${otherwise}`,
    `'${nothing}'`,
  );
  return { "google.subject": "assertion.sub", [purposeAttribute]: purpose };
}

function anyOf(sets: readonly Claims[]): string {
  return `(${sets.map(allOf).join(" || ")})`;
}

// The schema holds every value to characters that need no escape.
function allOf(claims: Claims): string {
  return Object.entries(claims)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([claim, value]) => `assertion.${claim} == '${value}'`)
    .join(" && ");
}
