import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice/managedCluster.js";
import type { Output } from "@pulumi/pulumi";
import type { ClusterSpec } from "../../../cloud.ts";
import { nthAddress } from "../../../kit/network/addresses.ts";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import { boundedName } from "../../../kit/names.ts";
import { decideAccess } from "./cluster-access.ts";
import { azureKey } from "../rights/keys.ts";
import { nameLimits } from "../names.ts";
import { apiServerSubnet } from "../network/network.ts";
import { systemPool, type NodeSettings } from "./node-pools.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** One of the environment's identities, in the three ways that Azure calls it. */
export interface KnownIdentity {
  readonly id: Output<string>;
  readonly clientId: Output<string>;
  readonly principalId: Output<string>;
}

/** What a cluster's arguments are decided from. */
export interface ClusterParts {
  readonly spec: ClusterSpec;
  readonly settings: AzureSettings;
  readonly nodes: NodeSettings;
  /** Acts for the control plane. */
  readonly control: KnownIdentity;
  /** By which nodes pull images. */
  readonly kubelet: KnownIdentity;
  /** Id of the zone of the API server's name, where that is private. */
  readonly apiServerNames: Output<string> | undefined;
  /** Id of the set that encrypts disks. */
  readonly diskEncryptionSet: Output<string> | undefined;
}

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update */
export function clusterArgs(name: string, parts: ClusterParts): ManagedClusterArgs {
  const { spec, settings, nodes, diskEncryptionSet } = parts;
  return {
    resourceGroupName: nodes.resourceGroupName,
    // Fixed, so that people and logs keep knowing it. It can be used again after deletion.
    resourceName: boundedName(name, nameLimits.cluster),
    location: settings.regions.primary,
    dnsPrefix: boundedName(name, nameLimits.dnsPrefix),
    // AKS makes it and gives it the cluster's tags. Nobody but AKS changes anything there.
    nodeResourceGroup: boundedName(`${name}-nodes`, nameLimits.nodeResourceGroup),
    nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
    sku: { name: "Base", tier: spec.controlPlanePromise ? "Standard" : "Free" },
    tags: tagsOf(spec.tags),
    ...versionArgs(spec),
    ...identityArgs(parts),
    agentPoolProfiles: [systemPool(nodes, spec.standby ? zoneCount : 2)],
    nodeProvisioningProfile: provisioningProfile(spec),
    networkProfile: networkProfile(spec),
    apiServerAccessProfile: decideAccess(spec.access, apiServerSubnet(spec.network), parts.apiServerNames),
    ...securityArgs(spec, settings),
    storageProfile: {
      diskCSIDriver: { enabled: true },
      snapshotController: { enabled: true },
      fileCSIDriver: { enabled: false },
      blobCSIDriver: { enabled: false },
    },
    ...(diskEncryptionSet === undefined ? {} : { diskEncryptionSetID: diskEncryptionSet }),
  };
}

/**
 * "1.35" is an alias for the newest patch of 1.35, and stays one: patches come by the channel, the next minor version by
 * the environment alone. https://learn.microsoft.com/azure/aks/supported-kubernetes-versions#alias-minor-version
 */
function versionArgs({ kubernetes }: ClusterSpec): Partial<ManagedClusterArgs> {
  return {
    kubernetesVersion: kubernetes,
    autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
  };
}

/**
 * AKS's own groups of nodes would have no limit but the subscription's quota: ours are made in the cluster.
 * https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools#control-configuration-of-default-node-pool-during-cluster-creation
 */
function provisioningProfile({ autoProvision }: ClusterSpec): ManagedClusterArgs["nodeProvisioningProfile"] {
  return autoProvision === undefined ? { mode: "Manual" } : { mode: "Auto", defaultNodePools: "None" };
}

/** https://learn.microsoft.com/azure/aks/use-managed-identity */
function identityArgs({ control, kubelet }: ClusterParts): Partial<ManagedClusterArgs> {
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [control.id] },
    identityProfile: {
      kubeletidentity: { resourceId: kubelet.id, clientId: kubelet.clientId, objectId: kubelet.principalId },
    },
  };
}

/** https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium */
function networkProfile({ addresses }: ClusterSpec): ManagedClusterArgs["networkProfile"] {
  return {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
    ipFamilies: ["IPv4"],
    podCidr: addresses.pods,
    serviceCidr: addresses.services,
    // As AKS has it in a block of its own choice, which it would take otherwise.
    dnsServiceIP: nthAddress(addresses.services, 10),
    loadBalancerSku: "standard",
    // The gateway on the nodes' subnet: it has to be there before the cluster.
    outboundType: "userAssignedNATGateway",
  };
}

/**
 * People come by Microsoft Entra, and Azure says what they may; there is no other account. Kubernetes Secrets are encrypted
 * with the key of today: after a rotation `refresh` and `up` bring the next one.
 * https://learn.microsoft.com/azure/aks/manage-azure-rbac
 * https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
 */
function securityArgs({ key }: ClusterSpec, { tenant }: AzureSettings): Partial<ManagedClusterArgs> {
  const vault = key === undefined ? undefined : azureKey(key);
  return {
    enableRBAC: true,
    disableLocalAccounts: true,
    aadProfile: { managed: true, enableAzureRBAC: true, tenantID: tenant },
    oidcIssuerProfile: { enabled: true },
    securityProfile: {
      workloadIdentity: { enabled: true },
      imageCleaner: { enabled: true, intervalHours: hoursOfAWeek },
      ...(vault === undefined
        ? {}
        : {
            azureKeyVaultKms: {
              enabled: true,
              keyId: vault.currentVersion,
              // The vault is closed: the API server comes from its subnet, by a door that AKS makes.
              keyVaultNetworkAccess: "Private",
              keyVaultResourceId: vault.vaultId,
            },
          }),
    },
  };
}

const hoursOfAWeek = 7 * 24;
