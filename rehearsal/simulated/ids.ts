import { isObject, type PlannedObject, type PlannedValue } from "../../plan/planned-resource.ts";
import { hexDigits, uuid } from "./texts.ts";

/**
 * How a cloud builds an id from properties, `{…}` being one of them. Only where two with the same id can't exist at once:
 * a grant or an enabled API may be asked for twice, so those aren't here. From the import sections of https://www.pulumi.com/registry/packages/gcp/api-docs/
 */
const idFormats: Readonly<Record<string, string>> = {
  // https://www.pulumi.com/registry/packages/aws/api-docs/keyspaces/
  "aws:keyspaces/keyspace:Keyspace": "{name}",
  "aws:keyspaces/table:Table": "{keyspaceName}/{tableName}",
  "gcp:artifactregistry/repository:Repository": "projects/{project}/locations/{location}/repositories/{repositoryId}",
  // https://www.pulumi.com/registry/packages/aws/api-docs/redshiftserverless/
  "aws:redshiftserverless/namespace:Namespace": "{namespaceName}",
  "aws:redshiftserverless/workgroup:Workgroup": "{workgroupName}",
  "gcp:bigquery/dataset:Dataset": "projects/{project}/datasets/{datasetId}",
  "gcp:compute/address:Address": "projects/{project}/regions/{region}/addresses/{name}",
  "gcp:compute/firewall:Firewall": "projects/{project}/global/firewalls/{name}",
  "gcp:compute/globalAddress:GlobalAddress": "projects/{project}/global/addresses/{name}",
  "gcp:compute/network:Network": "projects/{project}/global/networks/{name}",
  "gcp:compute/router:Router": "projects/{project}/regions/{region}/routers/{name}",
  "gcp:compute/routerNat:RouterNat": "{project}/{region}/{router}/{name}",
  "gcp:compute/subnetwork:Subnetwork": "projects/{project}/regions/{region}/subnetworks/{name}",
  "gcp:container/cluster:Cluster": "projects/{project}/locations/{location}/clusters/{name}",
  "gcp:container/nodePool:NodePool": "{cluster}/nodePools/{name}",
  "gcp:dns/managedZone:ManagedZone": "projects/{project}/managedZones/{name}",
  "gcp:dns/recordSet:RecordSet": "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool":
    "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}",
  "gcp:kms/cryptoKey:CryptoKey": "{keyRing}/cryptoKeys/{name}",
  "gcp:kms/keyRing:KeyRing": "projects/{project}/locations/{location}/keyRings/{name}",
  "gcp:managedkafka/cluster:Cluster": "projects/{project}/locations/{location}/clusters/{clusterId}",
  "gcp:managedkafka/topic:Topic": "projects/{project}/locations/{location}/clusters/{cluster}/topics/{topicId}",
  "gcp:organizations/project:Project": "projects/{projectId}",
  "gcp:projects/iAMCustomRole:IAMCustomRole": "projects/{project}/roles/{roleId}",
  "gcp:redis/cluster:Cluster": "projects/{project}/locations/{region}/clusters/{name}",
  "gcp:redis/instance:Instance": "projects/{project}/locations/{region}/instances/{name}",
  "gcp:secretmanager/secret:Secret": "projects/{project}/secrets/{secretId}",
  "gcp:serviceaccount/account:Account":
    "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
  "gcp:sql/database:Database": "projects/{project}/instances/{instance}/databases/{name}",
  "gcp:sql/databaseInstance:DatabaseInstance": "{name}",
  "gcp:storage/bucket:Bucket": "{name}",
};

/** Who asks for an id, and the digits that make this resource different from an earlier one of the same URN. */
export interface Applicant {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** From the URN and how often it was created before: the same for the same history. */
  readonly nonce: string;
}

/** The nonce of a URN's next resource. */
export function decideNonce(urn: string, created: number): string {
  return `${urn}#${created}`;
}

/** Seven hexadecimal digits, as Pulumi appends to a name that it gives itself. */
export function nonceDigits(nonce: string): string {
  return hexDigits(nonce, 7);
}

/** The id that the simulated cloud gives a resource with these properties. Deterministic. */
export function decideId({ type, name, nonce }: Applicant, properties: PlannedObject): string {
  if (type.startsWith("pulumi:providers:")) return uuid(nonce);
  const format = idFormats[type];
  if (format !== undefined) return format.replace(/\{(\w+)\}/g, (_, key: string) => asText(properties[key]));
  if (type.startsWith("kubernetes:")) return objectId(properties["metadata"]);
  if (type.startsWith("random:") || type.startsWith("tls:")) return hexDigits(nonce, 12);
  return `${name}-${nonceDigits(nonce)}`;
}

function objectId(metadata: PlannedValue | undefined): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return typeof namespace === "string" ? `${namespace}/${asText(name)}` : asText(name);
}

function asText(value: PlannedValue | undefined): string {
  return typeof value === "string" ? value : value === undefined ? "unset" : JSON.stringify(value);
}

/**
 * Whether a resource keeps its fixed name when it is replaced, so that the old one has to go first: providers do so on
 * their own, since the cloud would refuse the second one.
 * https://www.pulumi.com/docs/iac/concepts/options/deletebeforereplace/
 */
export function keepsFixedName(type: string, old: PlannedObject, next: PlannedObject): boolean {
  if (type.startsWith("kubernetes:")) {
    const [before, after] = [old["metadata"], next["metadata"]];
    if (!isObject(before) || !isObject(after)) return false;
    return isFixed(before["name"], after["name"]) && before["namespace"] === after["namespace"];
  }
  const format = idFormats[type];
  if (format === undefined) return isFixed(old["name"], next["name"]);
  const keys = [...format.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
  const own = keys.filter((key) => !inheritedKeys.has(key));
  return own.some((key) => old[key] !== undefined) && keys.every((key) => old[key] === next[key]);
}

// A resource may leave these to its provider; both halves of a replacement then have the same.
const inheritedKeys = new Set(["project", "region", "location"]);

function isFixed(old: PlannedValue | undefined, next: PlannedValue | undefined): boolean {
  return typeof old === "string" && old === next;
}
