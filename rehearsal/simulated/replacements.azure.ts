import type { ReplacementTable } from "./replacement-table.ts";

/** Whatever lies in a resource group has its place in its id, and stays in its region. */
const inGroup = ["resourceGroupName"];
const inRegion = [...inGroup, "location"];

/**
 * Azure's. An id is made of the group and of names, and no other id can be given to a resource; besides, properties that
 * the API's description lets only be created and read (`x-ms-mutability`) in
 * https://github.com/Azure/azure-rest-api-specs, from which @pulumi/azure-native is made. What else the API refuses to
 * change fails there, and isn't replaced.
 */
export const azureReplacements: ReplacementTable = {
  "azure-native:authorization:ManagementLockByScope": { on: ["lockName", "scope"] },
  "azure-native:authorization:RoleAssignment": {
    on: ["principalId", "roleAssignmentName", "roleDefinitionId", "scope"],
  },
  "azure-native:compute:DiskEncryptionSet": { on: [...inRegion, "diskEncryptionSetName"] },
  "azure-native:containerregistry:Registry": { on: [...inRegion, "registryName"] },
  "azure-native:containerservice:AgentPool": { on: [...inGroup, "agentPoolName", "resourceName"] },
  "azure-native:containerservice:ManagedCluster": {
    on: [...inRegion, "diskEncryptionSetID", "dnsPrefix", "fqdnSubdomain", "nodeResourceGroup", "resourceName"],
  },
  "azure-native:cosmosdb:CassandraResourceCassandraKeyspace": { on: [...inGroup, "accountName", "keyspaceName"] },
  "azure-native:cosmosdb:CassandraResourceCassandraTable": {
    on: [...inGroup, "accountName", "keyspaceName", "tableName"],
  },
  "azure-native:cosmosdb:DatabaseAccount": { on: [...inGroup, "accountName"] },
  "azure-native:dbformysql:Configuration": { on: [...inGroup, "configurationName", "serverName"] },
  "azure-native:dbformysql:Server": { on: [...inRegion, "administratorLogin", "serverName"] },
  "azure-native:dbforpostgresql:Configuration": { on: [...inGroup, "configurationName", "serverName"] },
  "azure-native:dbforpostgresql:Server": { on: [...inRegion, "administratorLogin", "serverName"] },
  "azure-native:eventhub:EventHub": { on: [...inGroup, "eventHubName", "namespaceName"] },
  "azure-native:eventhub:Namespace": { on: [...inRegion, "namespaceName"] },
  "azure-native:keyvault:Key": { on: [...inGroup, "keyName", "vaultName"] },
  "azure-native:keyvault:Secret": { on: [...inGroup, "secretName", "vaultName"] },
  "azure-native:keyvault:Vault": { on: [...inRegion, "vaultName"] },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    on: [...inGroup, "federatedIdentityCredentialResourceName", "resourceName"],
  },
  "azure-native:managedidentity:UserAssignedIdentity": { on: [...inRegion, "resourceName"] },
  "azure-native:mongocluster:MongoCluster": {
    on: [...inRegion, "mongoClusterName", "properties.administrator.userName", "properties.createMode"],
  },
  "azure-native:monitor:DiagnosticSetting": { on: ["name", "resourceUri"] },
  "azure-native:network:FlowLog": { on: [...inRegion, "flowLogName", "networkWatcherName"] },
  "azure-native:network:LocalNetworkGateway": { on: [...inRegion, "localNetworkGatewayName"] },
  "azure-native:network:NatGateway": { on: [...inRegion, "natGatewayName"] },
  "azure-native:network:NetworkSecurityGroup": { on: [...inRegion, "networkSecurityGroupName"] },
  "azure-native:network:PrivateEndpoint": { on: [...inRegion, "privateEndpointName"] },
  "azure-native:network:PublicIPAddress": { on: [...inRegion, "publicIpAddressName"] },
  "azure-native:network:VirtualNetworkGateway": { on: [...inRegion, "virtualNetworkGatewayName"] },
  "azure-native:network:VirtualNetworkGatewayConnection": {
    on: [...inRegion, "virtualNetworkGatewayConnectionName"],
  },
  "azure-native:network:VirtualNetworkPeering": {
    on: [...inGroup, "virtualNetworkName", "virtualNetworkPeeringName"],
  },
  "azure-native:network:VirtualNetwork": { on: [...inRegion, "virtualNetworkName"] },
  "azure-native:operationalinsights:Workspace": { on: [...inRegion, "workspaceName"] },
  "azure-native:privatedns:PrivateZone": { on: [...inRegion, "privateZoneName"] },
  "azure-native:redisenterprise:Database": { on: [...inGroup, "clusterName", "databaseName"] },
  "azure-native:redisenterprise:RedisEnterprise": { on: [...inRegion, "clusterName"] },
  "azure-native:resources:ResourceGroup": { on: ["location", "resourceGroupName"] },
  "azure-native:storage:BlobContainer": { on: [...inGroup, "accountName", "containerName"] },
  "azure-native:storage:BlobServiceProperties": { on: [...inGroup, "accountName", "blobServicesName"] },
  "azure-native:storage:ManagementPolicy": { on: [...inGroup, "accountName", "managementPolicyName"] },
  "azure-native:storage:StorageAccount": { on: [...inRegion, "accountName", "isHnsEnabled"] },
};
