import { contains } from "../../components/kit/network/addresses.ts";
import type { PlannedValue } from "../../plan/planned-resource.ts";
import type { ReplacementTable } from "./replacement-table.ts";

/**
 * Google's: the `ForceNew` marks of https://github.com/hashicorp/terraform-provider-google (the provider under @pulumi/gcp),
 * one resource file each.
 */
export const gcpReplacements: ReplacementTable = {
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
};

function widens(old: PlannedValue | undefined, next: PlannedValue | undefined): boolean {
  return typeof old === "string" && typeof next === "string" && contains(next, old);
}
