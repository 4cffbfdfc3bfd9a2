import { secretLook } from "../../../environments/high-entropy.ts";
import {
  isObject,
  isSecret,
  isUnknown,
  type PlannedResource,
  type PlannedValue,
} from "../../../plan/planned-resource.ts";
import { at, hiddenBecause, inputsOf, isList, judged, textAt, violated, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No input holds a secret in the clear. */
export const noSecretInClear: ResourceRule = {
  id: "PK-IAM-008",
  name: "no-secret-in-clear",
  says: "No input holds a secret in the clear.",
  why: "Inputs are stored in the state and shown in previews and logs.",
  fix: "Give the value as `{ secret: <name> }` in the environment, or by reference to a Secret.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CC6.1", "CC6.7", "IA-5(7)", "GDPR 32"],
  source: "https://www.pulumi.com/docs/iac/concepts/secrets/",
  seesSecrets: true,
  appliesTo: ["*"],
  judge: (resource) =>
    judged(
      resource.type === secretType ? judgeData(resource) : search(inputsOf(resource), resource),
      "nothing secret is in the clear",
    ),
};

const secretType = "kubernetes:core/v1:Secret";

/** Everything in a Secret is secret; names of what is in it aren't. */
function judgeData(resource: PlannedResource): Finding[] {
  return ["data", "stringData"].flatMap((field) => inClear(at(inputsOf(resource), field)));
}

function inClear(place: Place): Finding[] {
  const { value, path } = place;
  if (value === undefined || value === null || hiddenBecause(value) !== undefined) return [];
  if (isObject(value)) return Object.keys(value).flatMap((key) => inClear(at(place, key)));
  // A name to log in with is no secret.
  return /\.user(?:name)?$/.test(path) ? [] : [violated(`${path} is in the clear; it must be a secret`)];
}

/** Keys whose value is a secret, in any of the usual ways to write a name. */
const secretKey =
  /(?:^|[_.-]|[a-z](?=[A-Z]))(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|private[_-]?key|access[_-]?key|client[_-]?secret|credentials?)$/i;

/**
 * Keys by which CloudNativePG and Percona's operator are told the names of Secrets, as others are by `secretName`.
 * https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#certificatesconfiguration
 * https://docs.percona.com/percona-operator-for-mongodb/operator.html#backup-section
 */
const namesASecret = /^(?:(?:server|client|replication)(?:TLS|CA)|credentials)Secret$/;

/** Beside `secretName`: which of a Secret's keys. https://strimzi.io/docs/operators/latest/configuring#type-PasswordSecretSource-reference */
const isKeyOfSecret = /\.passwordSecret\.password$/;

/** Values that only say where a secret is, or that there is none. In braces: which provider of Kafka Connect's reads it from which file. */
const harmlessValue =
  /^(?:|true|false|none|null|disabled|enabled|[a-z0-9.-]+\/[a-z0-9./-]+|\$\{[a-z]+:\/[a-z0-9./-]+:[a-z.]+\})$/;

/** Inputs of components are wishes: there `{ secret: name }` refers to a secret. */
function search(place: Place, resource: PlannedResource): Finding[] {
  const { value, path } = place;
  // What only the cloud knows is not in the program's text, so that it isn't in the clear there.
  if (value === undefined || value === null || isSecret(value) || isUnknown(value)) return [];
  if (typeof value === "string") {
    const look = isName(value) || isWorldName(path, value, resource) ? undefined : secretLook(decoded(path, value));
    return look === undefined ? [] : [violated(`${path} ${look}; it must be a secret`)];
  }
  if (isList(value))
    return value.flatMap((item, index) => search({ path: `${path}[${index}]`, value: item }, resource));
  if (!isObject(value) || (!resource.custom && isReference(value))) return [];
  return [...named(place, value), ...Object.keys(value).flatMap((key) => search(at(place, key), resource))];
}

/** What a machine is told when it starts is written in base64, which always looks like a key: what it says is judged. */
function decoded(path: string, value: string): string {
  return /(?:^|\.)userData$/.test(path) ? Buffer.from(value, "base64").toString("utf8") : value;
}

/**
 * Names that everybody can ask the DNS for, and that take no dash between words and the ten digits of a hash: the words of the resource's own
 * name, or the first of them. What can't be told from them is no longer than a hash.
 */
function isWorldName(path: string, value: string, { name }: PlannedResource): boolean {
  const [, words] = /^([a-z0-9]{3,})[0-9a-f]{10}$/.exec(value) ?? [];
  const own = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return words !== undefined && /(?:^|[.a-z])[nN]ame$/.test(path) && own.startsWith(words);
}

/** Names of objects end in digits of a hash; none of their words is as long as a key. */
function isName(value: string): boolean {
  return /^[a-z0-9]+(?:[.-][a-z0-9]+)+$/.test(value) && value.split(/[.-]/).every(({ length }) => length < 20);
}

function isReference(map: Readonly<Record<string, PlannedValue>>): boolean {
  const [key, ...others] = Object.keys(map);
  return (
    key === "secret" && others.length === 0 && /^[a-z][a-z0-9-]*$/.test(textAt({ path: "", value: map[key] }) ?? "")
  );
}

/** `{ password: "…" }`, and `{ name: "DB_PASSWORD", value: "…" }` as environment variables have it. */
function named(place: Place, map: Readonly<Record<string, PlannedValue>>): Finding[] {
  const pair: (readonly [string, Place])[] = typeof map["name"] === "string" ? [[map["name"], at(place, "value")]] : [];
  return [...Object.keys(map).map((key) => [key, at(place, key)] as const), ...pair]
    .filter(([key, { value }]) => secretKey.test(key) && typeof value === "string" && isLiteral(value))
    .filter(([key, { value }]) => !(namesASecret.test(key) && typeof value === "string" && isName(value)))
    .filter(([, { path }]) => !(isKeyOfSecret.test(path) && typeof map["secretName"] === "string"))
    .map(([key, { path }]) => violated(`${path} is in the clear and called ${key}; it must be a secret`));
}

function isLiteral(value: string): boolean {
  return hiddenBecause(value) === undefined && !harmlessValue.test(value);
}
