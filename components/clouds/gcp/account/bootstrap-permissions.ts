import { boundedName } from "../../../kit/names.ts";

/** Verbs by the type of thing that they are for, separated by spaces. */
type Verbs = Readonly<Record<string, string>>;

const whole = "create delete get list update";
const granted = `${whole} getIamPolicy setIamPolicy`;

/**
 * Roles of the project's own that `up` has, each under the condition that `conditionOf` says of it: what the provider asks
 * for when it makes, changes and deletes what components make, and no more. So `up` reads no object of a bucket, no message
 * and no table, pulls no image, logs in to no database, destroys no version of a key and gives no account's rights to
 * anybody, as Google's own administrators of these services may.
 * https://cloud.google.com/iam/docs/roles-permissions
 */
export const ownRoles = {
  platform: {
    "artifactregistry.repositories": granted,
    "bigquery.datasets": "create delete get getIamPolicy setIamPolicy update",
    "compute.addresses": "create createInternal delete deleteInternal get list setLabels use useInternal",
    "compute.backendBuckets": `${whole} setSecurityPolicy use`,
    "compute.backendServices": `${whole} setSecurityPolicy use`,
    "compute.externalVpnGateways": "create delete get list setLabels use",
    "compute.firewalls": whole,
    "compute.globalAddresses": "create createInternal delete deleteInternal get list setLabels use",
    "compute.globalForwardingRules": `${whole} setLabels setTarget`,
    "compute.globalNetworkEndpointGroups": "attachNetworkEndpoints create delete detachNetworkEndpoints get list use",
    "compute.globalOperations": "get list",
    // GKE's node pools are shown with the groups of machines that stand behind them.
    "compute.instanceGroupManagers": "get list",
    "compute.networks":
      "addPeering create delete get getEffectiveFirewalls list listPeeringRoutes removePeering switchToCustomMode update updatePeering updatePolicy use useExternalIp",
    "compute.projects": "get",
    "compute.regionOperations": "get list",
    "compute.regions": "get list",
    "compute.routers": `${whole} use`,
    "compute.securityPolicies": `${whole} setLabels use`,
    "compute.sslPolicies": `${whole} listAvailableFeatures use`,
    "compute.subnetworks": "create delete expandIpCidrRange get list setPrivateIpGoogleAccess update use useExternalIp",
    "compute.targetHttpProxies": `${whole} setUrlMap use`,
    "compute.targetHttpsProxies": `${whole} setCertificateMap setQuicOverride setSslCertificates setSslPolicy setUrlMap use`,
    "compute.urlMaps": `${whole} use validate`,
    "compute.vpnGateways": "create delete get list setLabels use",
    "compute.vpnTunnels": "create delete get list setLabels",
    "compute.zoneOperations": "get list",
    "compute.zones": "get list",
    "cloudsql.backupRuns": "create delete get list",
    "cloudsql.databases": whole,
    "cloudsql.instances": `${whole} failover listServerCas promoteReplica restart restoreBackup startReplica stopReplica`,
    "cloudsql.sslCerts": "create delete get list",
    "cloudsql.users": whole,
    "dns.changes": "create get list",
    "dns.dnsKeys": "get list",
    // Google's administrator of DNS may not say who may change a zone.
    "dns.managedZones": granted,
    "dns.projects": "get",
    "dns.resourceRecordSets": whole,
    "iam.serviceAccounts": `${whole} disable enable`,
    "managedkafka.acls": `${whole} updateEntries`,
    "managedkafka.clusters": whole,
    "managedkafka.operations": "get list",
    "managedkafka.topics": whole,
    "pubsub.subscriptions": granted,
    "pubsub.topics": `${granted} attachSubscription detachSubscription`,
    "resourcemanager.projects": "get",
    "run.operations": "get list",
    "run.revisions": "get list",
    "run.services": granted,
    "secretmanager.secrets": granted,
    "secretmanager.versions": "access add destroy disable enable get list",
    "servicenetworking.operations": "get list",
    "servicenetworking.services": "addPeering addSubnetwork deleteConnection get use",
    "serviceusage.operations": "get",
    "serviceusage.quotas": "get update",
    "serviceusage.services": "disable enable get list use",
  },
  buckets: { "storage.buckets": granted },
  keys: {
    "cloudkms.cryptoKeyVersions": "get list",
    "cloudkms.cryptoKeys": "create get getIamPolicy list setIamPolicy update",
    "cloudkms.keyRings": "create get list",
  },
  grants: { "resourcemanager.projects": "get getIamPolicy setIamPolicy" },
} as const satisfies Readonly<Record<string, Verbs>>;

/** A role of the project's own. */
export type OwnRole = keyof typeof ownRoles;

/** All of them, in order. */
export const ownRoleNames = ["buckets", "grants", "keys", "platform"] as const satisfies readonly OwnRole[];

/** What a role of the project's own permits, sorted. */
export function permissionsOf(role: OwnRole): string[] {
  const verbs: Verbs = ownRoles[role];
  return Object.entries(verbs)
    .flatMap(([type, words]) => words.split(" ").map((verb) => `${type}.${verb}`))
    .sort();
}

/**
 * Id of such a role: letters, digits and `_`, up to 64. One that was deleted comes back under its id for a week, and keeps it
 * for 37 days. https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role
 */
export function ownRoleId(environment: string, role: OwnRole): string {
  return boundedName(`${environment}-up-${role}`, 64).replaceAll("-", "_");
}
