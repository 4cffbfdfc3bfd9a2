import { outputOf, planned } from "./fixture.ts";
import { goodLabels } from "./gcp-fixture.ts";

/** Tags as every resource carries them. */
export const goodTags = goodLabels;

/** The address of a key that the same plan makes. */
export const azureKeyOfPlan = outputOf("azure-native:keyvault:Key", "keyUri", "example-key");

const pool = {
  name: "system",
  mode: "System",
  availabilityZones: ["1", "2", "3"],
  enableAutoScaling: true,
  minCount: 3,
  maxCount: 9,
  enableNodePublicIP: false,
  scaleSetPriority: "Regular",
  nodeLabels: { "landbridge.dev/purpose": "general" },
  securityProfile: { enableSecureBoot: true, enableVTPM: true },
  tags: goodTags,
};

/** A cluster that every rule about one resource holds of. */
export const goodAksCluster = planned(
  "azure-native:containerservice:ManagedCluster",
  {
    location: "westeurope",
    kubernetesVersion: "1.35",
    aadProfile: { managed: true, enableAzureRBAC: true },
    agentPoolProfiles: [pool],
    apiServerAccessProfile: { authorizedIPRanges: ["192.0.2.0/24"] },
    autoUpgradeProfile: { nodeOSUpgradeChannel: "NodeImage" },
    disableLocalAccounts: true,
    diskEncryptionSetID: outputOf("azure-native:compute:DiskEncryptionSet", "id", "disks"),
    enableRBAC: true,
    identity: { type: "UserAssigned" },
    networkProfile: { networkPlugin: "azure", networkPolicy: "cilium", networkDataplane: "cilium" },
    oidcIssuerProfile: { enabled: true },
    securityProfile: {
      azureKeyVaultKms: { enabled: true, keyId: azureKeyOfPlan },
      workloadIdentity: { enabled: true },
    },
    sku: { name: "Base", tier: "Standard" },
    tags: goodTags,
  },
  { name: "cluster" },
);

/** Its id, as what belongs to it says. */
export const aksClusterId = outputOf(goodAksCluster.type, "id", goodAksCluster.name);

/** A node pool that every rule holds of. */
export const goodAgentPool = planned("azure-native:containerservice:AgentPool", { ...pool, mode: "User" });

/** What nodes that AKS adds of its own choice are made of, of which every rule holds. */
export const goodNodeClass = planned(
  "kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass",
  {
    apiVersion: "karpenter.azure.com/v1beta1",
    kind: "AKSNodeClass",
    metadata: { name: "general" },
    spec: {
      imageFamily: "AzureLinux",
      security: { encryptionAtHost: true, trustedLaunch: { secureBoot: true, vtpm: true } },
      tags: goodTags,
    },
  },
  { name: "class" },
);

/** A group of such nodes, of which every rule holds. */
export const goodNodeGroupInside = planned(
  "kubernetes:karpenter.sh/v1:NodePool",
  {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "general" },
    spec: {
      limits: { cpu: "72", memory: "288Gi" },
      template: {
        spec: {
          nodeClassRef: { group: "karpenter.azure.com", kind: "AKSNodeClass", name: "general" },
          requirements: [
            { key: "landbridge.dev/purpose", operator: "In", values: ["general"] },
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
            {
              key: "topology.kubernetes.io/zone",
              operator: "In",
              values: ["westeurope-1", "westeurope-2", "westeurope-3"],
            },
          ],
        },
      },
    },
  },
  { name: "group" },
);

/** Where the cluster's logs go. */
export const goodClusterLogs = planned(
  "azure-native:monitor:DiagnosticSetting",
  {
    resourceUri: aksClusterId,
    workspaceId: outputOf("azure-native:operationalinsights:Workspace", "id", "logs"),
    logs: ["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler", "guard"].map(
      (category) => ({ category, enabled: true }),
    ),
  },
  { name: "logs" },
);

/** A database that every rule about one resource holds of. */
export const goodPostgres = planned(
  "azure-native:dbforpostgresql:Server",
  {
    location: "westeurope",
    version: "17",
    backup: { backupRetentionDays: 30 },
    dataEncryption: { type: "AzureKeyVault", primaryKeyURI: azureKeyOfPlan },
    highAvailability: { mode: "ZoneRedundant" },
    network: { publicNetworkAccess: "Disabled" },
    tags: goodTags,
  },
  { name: "postgres" },
);

/** A MySQL server that every rule about one resource holds of. */
export const goodMysql = planned(
  "azure-native:dbformysql:Server",
  { ...goodPostgres.inputs, version: "8.4" },
  { name: "mysql" },
);

/** A parameter of it. */
export function goodMysqlConfiguration(configurationName: string, value: string): ReturnType<typeof planned> {
  return planned(
    "azure-native:dbformysql:Configuration",
    { serverName: outputOf(goodMysql.type, "name", goodMysql.name), configurationName, value, source: "user-override" },
    { name: configurationName },
  );
}

/** What keeps the database from being deleted. */
export const goodPostgresLock = planned(
  "azure-native:authorization:ManagementLockByScope",
  { scope: outputOf(goodPostgres.type, "id", goodPostgres.name), level: "CanNotDelete" },
  { name: "lock" },
);

/** A parameter of the database. */
export function goodConfiguration(configurationName: string, value: string): ReturnType<typeof planned> {
  return planned(
    "azure-native:dbforpostgresql:Configuration",
    {
      serverName: outputOf(goodPostgres.type, "name", goodPostgres.name),
      configurationName,
      value,
      source: "user-override",
    },
    { name: configurationName },
  );
}

/** A storage account that every rule about one resource holds of. */
export const goodStorageAccount = planned(
  "azure-native:storage:StorageAccount",
  {
    location: "westeurope",
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
    encryption: {
      keySource: "Microsoft.Keyvault",
      keyVaultProperties: {
        keyName: outputOf("azure-native:keyvault:Key", "name", "example-key"),
        keyVaultUri: "https://example.vault.azure.net/",
      },
    },
    tags: goodTags,
  },
  { name: "account" },
);

/** How its blobs are kept. */
export const goodBlobService = planned(
  "azure-native:storage:BlobServiceProperties",
  {
    accountName: outputOf(goodStorageAccount.type, "name", goodStorageAccount.name),
    isVersioningEnabled: true,
  },
  { name: "blobs" },
);

/** A vault that every rule holds of. */
export const goodVault = planned("azure-native:keyvault:Vault", {
  location: "westeurope",
  properties: {
    enablePurgeProtection: true,
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    networkAcls: { defaultAction: "Deny", bypass: "AzureServices" },
  },
  tags: goodTags,
});

/** A key that every rule holds of. */
export const goodVaultKey = planned("azure-native:keyvault:Key", {
  properties: {
    kty: "RSA",
    rotationPolicy: {
      lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }],
    },
  },
  tags: goodTags,
});

/** A registry that every rule holds of. */
export const goodAcr = planned("azure-native:containerregistry:Registry", {
  location: "westeurope",
  adminUserEnabled: false,
  anonymousPullEnabled: false,
  encryption: { status: "enabled", keyVaultProperties: { keyIdentifier: azureKeyOfPlan } },
  tags: goodTags,
});

/** A key for disks that every rule holds of. */
export const goodDiskEncryptionSet = planned(
  "azure-native:compute:DiskEncryptionSet",
  { activeKey: { keyUrl: azureKeyOfPlan }, encryptionType: "EncryptionAtRestWithCustomerKey", tags: goodTags },
  { name: "disks" },
);

/** A network, and the log of its flows. */
export const goodVnet = planned("azure-native:network:VirtualNetwork", { tags: goodTags }, { name: "network" });
export const goodVnetFlowLog = planned(
  "azure-native:network:FlowLog",
  { targetResourceId: outputOf(goodVnet.type, "id", goodVnet.name), enabled: true, tags: goodTags },
  { name: "flows" },
);

/** A Redis that every rule holds of. */
export const goodManagedRedis = planned("azure-native:redisenterprise:RedisEnterprise", {
  location: "westeurope",
  encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: azureKeyOfPlan } },
  highAvailability: "Enabled",
  minimumTlsVersion: "1.2",
  publicNetworkAccess: "Disabled",
  tags: goodTags,
});

/** A Kafka endpoint that every rule holds of. */
export const goodEventHubs = planned("azure-native:eventhub:Namespace", {
  location: "westeurope",
  disableLocalAuth: true,
  encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties: [{ keyName: "example" }] },
  minimumTlsVersion: "1.2",
  publicNetworkAccess: "Disabled",
  tags: goodTags,
});
