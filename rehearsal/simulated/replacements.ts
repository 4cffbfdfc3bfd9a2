import { contains } from "../../components/kit/network/addresses.ts";
import type { PlannedObject, PlannedValue } from "../../plan/planned-resource.ts";
import type { RawDifference } from "../differences.ts";
import { parsePath, pathsTouch, valueAt } from "../property-path.ts";
import type { Replacements, ReplacementTable } from "./replacement-table.ts";
import { awsReplacements } from "./replacements.aws.ts";
import { azureReplacements } from "./replacements.azure.ts";
import { eventReplacements } from "./replacements.events.ts";
import { warehouseReplacements } from "./replacements.warehouses.ts";

/**
 * By type token, in the words of the provider. Google's are the `ForceNew` marks of
 * https://github.com/hashicorp/terraform-provider-google (the provider under @pulumi/gcp), one resource file each.
 */
const byType: ReplacementTable = {
  ...awsReplacements,
  ...azureReplacements,
  ...eventReplacements,
  ...warehouseReplacements,
  "gcp:artifactregistry/repository:Repository": {
    on: ["repositoryId", "location", "format", "kmsKeyName", "mode", "project"],
  },
  "gcp:compute/address:Address": {
    on: [
      "name",
      "address",
      "addressType",
      "description",
      "ipVersion",
      "network",
      "networkTier",
      "prefixLength",
      "purpose",
      "region",
      "subnetwork",
      "project",
    ],
  },
  "gcp:compute/externalVpnGateway:ExternalVpnGateway": {
    on: ["name", "description", "interfaces", "redundancyType", "project"],
  },
  "gcp:compute/firewall:Firewall": { on: ["name", "direction", "params", "project"] },
  "gcp:compute/globalAddress:GlobalAddress": {
    on: ["name", "address", "addressType", "description", "ipVersion", "network", "prefixLength", "purpose", "project"],
  },
  "gcp:compute/haVpnGateway:HaVpnGateway": {
    on: ["name", "network", "region", "description", "gatewayIpVersion", "stackType", "vpnInterfaces", "project"],
  },
  "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig": { on: ["network", "peering", "project"] },
  "gcp:compute/network:Network": {
    on: ["name", "autoCreateSubnetworks", "description", "internalIpv6Range", "networkProfile", "params", "project"],
  },
  "gcp:compute/router:Router": { on: ["name", "network", "region", "encryptedInterconnectRouter", "project"] },
  "gcp:compute/routerInterface:RouterInterface": {
    on: ["name", "router", "region", "ipRange", "vpnTunnel", "interconnectAttachment", "subnetwork", "project"],
  },
  "gcp:compute/routerPeer:RouterPeer": { on: ["name", "router", "region", "interface", "project"] },
  "gcp:compute/routerNat:RouterNat": {
    on: ["name", "router", "region", "type", "endpointTypes", "initialNatIps", "project"],
  },
  "gcp:compute/sSLPolicy:SSLPolicy": { on: ["name", "description", "project"] },
  "gcp:compute/securityPolicy:SecurityPolicy": { on: ["name", "type", "project"] },
  "gcp:compute/subnetwork:Subnetwork": {
    on: ["name", "network", "region", "description", "ipCidrRange", "reservedInternalRange", "project"],
    // A range can be widened in place and never narrowed.
    unless: { ipCidrRange: widens },
  },
  "gcp:compute/vPNTunnel:VPNTunnel": {
    on: [
      "name",
      "region",
      "description",
      "vpnGateway",
      "vpnGatewayInterface",
      "peerExternalGateway",
      "peerExternalGatewayInterface",
      "peerGcpGateway",
      "router",
      "ikeVersion",
      "cipherSuite",
      "sharedSecret",
      "project",
    ],
  },
  "gcp:container/cluster:Cluster": {
    on: [
      "name",
      "location",
      "network",
      "subnetwork",
      "project",
      "clusterIpv4Cidr",
      "description",
      "enableAutopilot",
      "enableKubernetesAlpha",
      "enableTpu",
      "initialNodeCount",
      "confidentialNodes",
      "nodePools",
      "networkingMode",
      "defaultMaxPodsPerNode",
      "datapathProvider",
      "ipAllocationPolicy.clusterIpv4CidrBlock",
      "ipAllocationPolicy.servicesIpv4CidrBlock",
      "ipAllocationPolicy.clusterSecondaryRangeName",
      "ipAllocationPolicy.servicesSecondaryRangeName",
      "ipAllocationPolicy.podCidrOverprovisionConfig",
      "masterAuth.clientCertificateConfig",
      "privateClusterConfig.masterIpv4CidrBlock",
      "privateClusterConfig.privateEndpointSubnetwork",
      "userManagedKeysConfig.clusterCa",
      "clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey",
    ],
  },
  "gcp:container/nodePool:NodePool": {
    on: [
      "name",
      "namePrefix",
      "cluster",
      "location",
      "project",
      "initialNodeCount",
      "maxPodsPerNode",
      "placementPolicy.policyName",
      "queuedProvisioning",
      "networkConfig.createPodRange",
      "networkConfig.podRange",
      "networkConfig.podIpv4CidrBlock",
      "networkConfig.subnetwork",
      "networkConfig.additionalNodeNetworkConfigs",
      "networkConfig.additionalPodNetworkConfigs",
    ],
  },
  "gcp:dns/managedZone:ManagedZone": { on: ["name", "dnsName", "visibility", "project"] },
  "gcp:dns/recordSet:RecordSet": { on: ["name", "managedZone", "project"] },
  "gcp:kms/cryptoKey:CryptoKey": {
    on: [
      "keyRing",
      "name",
      "cryptoKeyBackend",
      "destroyScheduledDuration",
      "importOnly",
      "purpose",
      "versionTemplate.protectionLevel",
    ],
  },
  "gcp:kms/keyRing:KeyRing": { on: ["name", "location", "project"] },
  "gcp:managedkafka/cluster:Cluster": { on: ["clusterId", "location", "gcpConfig.kmsKey", "project"] },
  "gcp:managedkafka/topic:Topic": { on: ["topicId", "cluster", "location", "replicationFactor", "project"] },
  "gcp:networkconnectivity/serviceConnectionPolicy:ServiceConnectionPolicy": {
    on: ["name", "location", "network", "serviceClass", "project"],
  },
  "gcp:projects/service:Service": { on: ["service", "project"] },
  "gcp:redis/cluster:Cluster": {
    on: [
      "name",
      "region",
      "authorizationMode",
      "transitEncryptionMode",
      "zoneDistributionConfig",
      "gcsSource",
      "managedBackupSource",
      "project",
    ],
  },
  "gcp:redis/instance:Instance": {
    on: [
      "name",
      "region",
      "tier",
      "locationId",
      "alternativeLocationId",
      "authorizedNetwork",
      "connectMode",
      "customerManagedKey",
      "reservedIpRange",
      "transitEncryptionMode",
      "project",
    ],
  },
  "gcp:secretmanager/secret:Secret": { on: ["secretId", "replication", "project"] },
  "gcp:secretmanager/secretVersion:SecretVersion": { on: ["secret", "secretData", "isSecretDataBase64"] },
  "gcp:serviceaccount/account:Account": { on: ["accountId", "project"] },
  "gcp:servicenetworking/connection:Connection": { on: ["network", "service"] },
  "gcp:sql/database:Database": { on: ["name", "instance", "project"] },
  "gcp:sql/databaseInstance:DatabaseInstance": {
    on: [
      "name",
      "region",
      "project",
      "encryptionKeyName",
      "settings.collation",
      "replicaConfiguration",
      "masterInstanceName",
    ],
    // A replica is promoted in place by taking its primary's name away.
    unless: { masterInstanceName: (old, next) => old !== undefined && next === undefined },
  },
  "gcp:sql/user:User": { on: ["name", "host", "instance", "type", "project"] },
  "gcp:storage/bucket:Bucket": {
    on: [
      "name",
      "location",
      "project",
      "enableObjectRetention",
      "customPlacementConfig.dataLocations",
      "hierarchicalNamespace",
    ],
  },
  // https://www.pulumi.com/registry/packages/random/api-docs/: generated once, so every input but `keepers`' absence is fixed.
  "random:index/randomBytes:RandomBytes": { on: ["*"] },
  "random:index/randomId:RandomId": { on: ["*"] },
  "random:index/randomPassword:RandomPassword": { on: ["*"] },
  "random:index/randomString:RandomString": { on: ["*"] },
  "random:index/randomUuid:RandomUuid": { on: ["*"] },
  // https://www.pulumi.com/registry/packages/tls/api-docs/: so are keys and certificates; when one is renewed isn't written in it.
  "tls:index/privateKey:PrivateKey": { on: ["*"] },
  "tls:index/selfSignedCert:SelfSignedCert": {
    on: [
      "allowedUses",
      "dnsNames",
      "ipAddresses",
      "isCaCertificate",
      "maxPathLength",
      "privateKeyPem",
      "setAuthorityKeyId",
      "setSubjectKeyId",
      "subject",
      "uris",
      "validityPeriodHours",
    ],
  },
};

/** IAM grants can't be changed: https://www.pulumi.com/registry/packages/gcp/api-docs/projects/iammember/ and its like. */
const byPattern: readonly { readonly type: RegExp; readonly replacements: Replacements }[] = [
  { type: /:\w*I[aA][mM]Member$/, replacements: { on: ["*"] } },
];

const selector = ["spec.selector"];
const job = ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"];

/**
 * Of Kubernetes objects, by group and kind; every object besides by its name and namespace.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go. Pods are left out: nothing here makes bare ones.
 */
const byKind: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": selector,
  "apps/Deployment": selector,
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": job,
  // Immutable unless the provider has enableConfigMapMutable and enableSecretMutable, which the kit doesn't set.
  "core/ConfigMap": ["binaryData", "data"],
  "core/PersistentVolume": ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs", "spec.iscsi"],
  "core/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "core/ResourceQuota": ["spec.scopes"],
  "core/Secret": ["type", "stringData", "data"],
  "core/Service": ["spec.clusterIP"],
  "policy/PodDisruptionBudget": ["spec"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};
const everyObject = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/** The types in the table and their paths, for the check that the SDKs still have them. */
export function replacementTypes(): { readonly type: string; readonly on: readonly string[] }[] {
  return Object.entries(byType).map(([type, { on }]) => ({ type, on }));
}

/** The inputs of a resource before and after. */
export interface InputsChange {
  readonly old: PlannedObject;
  readonly new: PlannedObject;
}

/** Whether a provider can only follow a difference by replacing the resource. */
export function forcesReplacement(type: string, difference: RawDifference, inputs: InputsChange): boolean {
  if (type === "pulumi:providers:kubernetes") return changesCluster(difference, inputs);
  const { path, old, new: next } = difference;
  const { on, unless } = replacementsOf(type);
  return on.some((text) => {
    const pattern = parsePath(text);
    if (!pathsTouch(pattern, path)) return false;
    const rest = pattern.slice(path.length);
    const [before, after] = [valueAt(old, rest), valueAt(next, rest)];
    // A block that comes or goes as a whole counts when it holds the property.
    if (rest.length > 0 && before === undefined && after === undefined) return false;
    // An exception judges the whole property, of which the difference may be a part.
    const whole = path.slice(0, pattern.length);
    const within = path.length > pattern.length;
    const [was, becomes] = within ? [valueAt(inputs.old, whole), valueAt(inputs.new, whole)] : [before, after];
    return unless?.[text]?.(was, becomes) !== true;
  });
}

// With a cluster identifier that stays, nothing else says that it is another cluster; adding or removing one doesn't either.
// `DiffConfig` in https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go. Without one the
// provider compares the active cluster inside of the kubeconfig; here any change of it counts.
function changesCluster({ path }: RawDifference, { old, new: next }: InputsChange): boolean {
  const [before, after] = [old["clusterIdentifier"], next["clusterIdentifier"]];
  if (path[0] === "clusterIdentifier") return before !== undefined && after !== undefined;
  if (before !== undefined && before === after) return false;
  return path[0] === "kubeconfig" || path[0] === "context" || path[0] === "cluster";
}

function replacementsOf(type: string): Replacements {
  const known = byType[type] ?? byPattern.find((entry) => entry.type.test(type))?.replacements;
  if (known !== undefined) return known;
  const [, group, kind] = /^kubernetes:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  if (group === undefined || kind === undefined) return { on: [] };
  return { on: [...everyObject, ...(byKind[`${group}/${kind}`] ?? [])] };
}

function widens(old: PlannedValue | undefined, next: PlannedValue | undefined): boolean {
  return typeof old === "string" && typeof next === "string" && contains(next, old);
}
