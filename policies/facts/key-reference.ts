import { placeholdersIn } from "../../plan/planned-resource.ts";
import { expectValue, type Finding, type Place } from "../read.ts";
import { typeOf } from "../stack.ts";

/** How a cloud names customer keys. */
export interface KeyKind {
  /** The outputs that name a key, by type of what the plan makes. */
  readonly outputs: Readonly<Record<string, readonly string[]>>;
  /** The full name of a key that exists already. */
  readonly name: RegExp;
}

/** Keys of Google Cloud. */
export const gcpKeys: KeyKind = {
  outputs: { "gcp:kms/cryptoKey:CryptoKey": ["id", "name"] },
  name: /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
};

/** Keys of AWS, by ARN: an alias in an account may be one of AWS's own. */
export const awsKeys: KeyKind = {
  outputs: {
    "aws:kms/key:Key": ["arn", "id", "keyId"],
    "aws:kms/replicaKey:ReplicaKey": ["arn", "id", "keyId"],
  },
  name: /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
};

/** Keys of Azure, by their address, with or without a version. */
export const azureKeys: KeyKind = {
  outputs: { "azure-native:keyvault:Key": ["keyUri", "keyUriWithVersion"] },
  name: /^https:\/\/[\w-]+\.(?:vault|managedhsm)\.azure\.net\/keys\/[\w-]+(?:\/\w+)?$/,
};

/** A customer key must be named: by its full name, or by the output of a key that the same plan makes. */
export function expectKey(place: Place, { outputs, name }: KeyKind): Finding[] {
  if (typeof place.value === "string" && place.misplaced !== true) {
    const [source, ...others] = placeholdersIn(place.value);
    const type = typeOf(source?.urn ?? "");
    // The key's name is the cloud's to give, but that it is a key's is known.
    const isKeys = Object.hasOwn(outputs, type) && outputs[type]?.includes(source?.property ?? "") === true;
    if (others.length === 0 && isKeys) return [];
  }
  return expectValue(place, "a customer key", (value) => typeof value === "string" && name.test(value));
}
