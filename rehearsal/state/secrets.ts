import { isObject, isSecret, isUnknown, type PlannedObject, type PlannedValue } from "../../plan/planned-resource.ts";
import { isList } from "../steps/property-path.ts";

// How Pulumi marks a secret in a deployment: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/property-values.json
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const withheldText = "[rehearsal: withheld]";

/** What a rehearsal writes for every secret: a secret in Pulumi's format whose value says that there is none. */
export const withheld: PlannedObject = Object.freeze({
  [signatureKey]: secretSignature,
  plaintext: JSON.stringify(withheldText),
});

/** What a rehearsal writes for a value that isn't text and that only a cloud could give. */
export const unknownText = "[rehearsal: unknown]";

/** Whether a value is a secret as a whole, as a plan or as a deployment marks it. */
export function isWithheld(value: PlannedValue | undefined): boolean {
  return isObject(value) && (value[signatureKey] === secretSignature || isSecret(value));
}

/** A value of a plan as a deployment writes it: secrets withheld, unknowns as text. */
export function toState(value: PlannedValue): PlannedValue {
  if (isWithheld(value)) return withheld;
  if (isUnknown(value)) return unknownText;
  if (isList(value)) return value.map(toState);
  return isObject(value) ? toStateObject(value) : value;
}

/** The same for an object that isn't itself a mark. */
export function toStateObject(value: PlannedObject): PlannedObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toState(inner)]));
}

/** A value with a text in place of what is withheld in it: what a program exports in the clear though its provider hides it. */
export function withTexts(value: PlannedValue): PlannedValue {
  if (isWithheld(value)) return withheldText;
  if (isList(value)) return value.map(withTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTexts(inner)]));
}

/**
 * Properties that are secret whoever declares them: Secrets of Kubernetes, generated passwords and keys.
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/core/v1/secret/
 * https://www.pulumi.com/registry/packages/random/api-docs/randompassword/
 */
const alwaysSecret: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:core/v1:Secret": ["data", "stringData"],
  "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
  "random:index/randomBytes:RandomBytes": ["base64", "hex"],
  "tls:index/privateKey:PrivateKey": ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
  "tls:index/selfSignedCert:SelfSignedCert": ["privateKeyPem"],
};

/** Properties of a resource type that hold secrets by their nature. */
export function secretProperties(type: string): readonly string[] {
  return alwaysSecret[type] ?? [];
}

/** An object in which some properties, where they are present, are withheld. */
export function withhold(value: PlannedObject, names: readonly string[]): PlannedObject {
  const hidden = names.filter((name) => name in value && !isWithheld(value[name]));
  if (hidden.length === 0) return value;
  return { ...value, ...Object.fromEntries(hidden.map((name) => [name, withheld])) };
}
