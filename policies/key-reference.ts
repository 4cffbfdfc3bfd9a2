import { placeholdersIn } from "../plan/planned-resource.ts";
import { expectValue, type Finding, type Place } from "./read.ts";

const keyType = "gcp:kms/cryptoKey:CryptoKey";
const keyName = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** A customer key must be named: by its full name, or by the output of a key that the same plan makes. */
export function expectKey(place: Place): Finding[] {
  if (typeof place.value === "string" && place.misplaced !== true) {
    const sources = placeholdersIn(place.value);
    // The key's name is the cloud's to give, but that it is a key's is known.
    if (sources.length === 1 && isKeyId(sources[0])) return [];
  }
  return expectValue(place, "a customer key", (value) => typeof value === "string" && keyName.test(value));
}

function isKeyId(source: { readonly urn: string; readonly property: string } | undefined): boolean {
  const type = source?.urn.split("::")[2]?.split("$").at(-1);
  return type === keyType && (source?.property === "id" || source?.property === "name");
}
