import type { CloudEntry, PodIdentity } from "../../cloud.ts";
import { mirrorsOf } from "../../kit/registry/mirrors.ts";
import { zoneCount } from "../../kit/cluster/node-pools.ts";
import { decideTags } from "../../kit/tags.ts";
import { azureBootstrapChecks } from "./account/bootstrap-doctor.ts";
import { azureCapabilities } from "./capabilities.ts";
import { checkAzure } from "./check.ts";
import { azureManagedStores } from "./databases/managed-stores.ts";
import { azureWarehouses } from "./databases/warehouse/warehouse-reach.ts";
import { clusterIdentifier, mirrorPrefix } from "./names.ts";
import { resourceProviders } from "./account/resource-providers.ts";
import type { AzureSettings } from "./settings.ts";
import { azureProvisioner } from "./cluster/provisioner.ts";
import { azureBalancers } from "./cluster/balancers.ts";
import { azureNodeRoom } from "./cluster/node-room.ts";
import { azureStorageClass, azureVolumes } from "./cluster/volumes.ts";

/** Azure's row in the table of clouds. */
export const azure: CloudEntry<AzureSettings> = {
  capabilities: azureCapabilities,
  computed: {
    "azure-native:containerservice:ManagedCluster": ["oidcIssuerProfile.issuerURL"],
    "azure-native:containerservice:listManagedClusterUserCredentials": ["kubeconfigs.0.value"],
    "azure-native:cosmosdb:DatabaseAccount": ["writeLocations.0.locationName"],
    "azure-native:storage:ObjectReplicationPolicy": ["rules.0.ruleId"],
    "azure-native:network:PublicIPAddress": ["ipAddress"],
    "azure-native:synapse:Workspace": ["identity.principalId"],
  },
  moot: {
    "workloadIdentity.grants.bucket.looksUp": "who may read a container's blobs may ask whether it is there",
    "mongodb.backupDays": "Azure DocumentDB keeps backups for 35 days and asks nobody",
    "mongodb.wish.pitrDays": "Azure DocumentDB keeps backups for 35 days and asks nobody",
    "network.flowLogShare": "a flow log writes down every connection",
    "peering.environment": "each side makes its own half, and none asks",
    "peering.peers.cidr": "Azure's networks tell each other of their blocks",
    "peering.peers.connection": "each side makes its own half, and none is told of the other's",
    "peering.tags": "a peering has no tags",
    "cluster.patches": "AKS brings patches of a minor version at one pace",
    "kafka.logDays": "Event Hubs keeps no logs of its own",
    "kafka.topics.maxMessageKiB": "Event Hubs takes a megabyte for every topic, and more is refused",
    "kafka.topics.retentionGiB": "Event Hubs keeps messages by time alone, and the wish is refused",
    "kafka.wish.storageGiB": "Event Hubs keeps a terabyte for each processing unit",
    "mysql.wish.pitrDays": "any moment between backups can be restored, and those are kept at least that long",
    "postgres.wish.pitrDays": "any moment between backups can be restored, and those are kept at least that long",
    "redis.users.name": "one access key lets in all: other logins are Entra's",
    "redis.users.rules": "one access key lets in all: other logins are Entra's",
    "redis.logDays": "Azure Managed Redis keeps no logs of its own",
    "redis.wish.storageGiB": "Azure Managed Redis writes to a disk of the size that goes with its memory",
    "objectStore.retentionLock": "nothing in the SDK locks a container's policy; `audit.lock` is refused before",
    "auditTrail.key": "the log goes to the storage account, which encrypts",
    "auditTrail.tags": "a diagnostic setting takes no tags",
    "budget.tags": "a budget takes no tags",
    "workloadIdentity.grants.keyspace": "services log in by a key of the account",
    "workloadIdentity.grants.keyspace.name": "services log in by a key of the account",
    "workloadIdentity.grants.keyspace.access": "services log in by a key of the account",
    "warehouse.wish.size": "a serverless pool gives each query what it needs",
    "warehouse.wish.scanTiBPerDay": "the limit is set from inside, by a statement in the stack's outputs",
    "warehouse.database": "a database is made from inside, by a statement in the stack's outputs",
    "warehouse.logDays": "logs go to the workspace of all services",
    "network.nat": "a NAT gateway of SKU StandardV2 stands in all zones at once",
    "network.privateDoors": "nothing but a door leads to a store or a bucket, so each has one",
    "registry.repositories": "one registry takes the images of all",
  },
  check: checkAzure,
  cluster: (environment) => ({
    identifier: clusterIdentifier(environment.cloud, environment.name),
    context: environment.name,
    storageClass: azureStorageClass(environment),
    volumes: azureVolumes(environment),
    zones: zoneCount,
    nodeRoom: azureNodeRoom,
    provisioner: environment.cluster.autoProvision === undefined ? undefined : azureProvisioner(environment.cloud),
    managedStores: azureManagedStores,
    balancers: azureBalancers(decideTags(environment)),
    warehouses: azureWarehouses,
    podIdentity,
    mirrors: mirrorsOf(environment, (upstream) =>
      mirrorPrefix(`${environment.name}-registry`, environment.cloud, upstream),
    ),
  }),
  open: async (environment) => (await import("./cloud.ts")).openAzure(environment),
  bootstrapChecks: azureBootstrapChecks,
  login: ({ subscription, tenant, regions }) => [
    { what: "Azure, for Pulumi and for kubectl", command: `az login --tenant ${tenant}` },
    { what: `the subscription ${subscription}`, command: `az account set --subscription ${subscription}` },
    { what: "kubectl, and kubelogin that gets tokens for the cluster", command: "az aks install-cli" },
    {
      what: "encryption at the host, once for a subscription; takes minutes",
      command: `az feature register --subscription ${subscription} --namespace Microsoft.Compute --name EncryptionAtHost`,
    },
    {
      program: "az",
      what: "the services that the platform is made of, once for a subscription and after the feature is registered",
      command: `for provider in ${resourceProviders.join(" ")}; do az provider register --subscription ${subscription} --namespace $provider --wait; done`,
    },
    {
      program: "az",
      what: "the region's Network Watcher, once for a subscription; Azure makes it with the first network, but too late",
      command: `(az group show --subscription ${subscription} --name NetworkWatcherRG --output none || az group create --subscription ${subscription} --name NetworkWatcherRG --location ${regions.primary}) && az network watcher configure --subscription ${subscription} --locations ${regions.primary} --enabled true --resource-group NetworkWatcherRG`,
    },
  ],
};

/**
 * Pods exchange the token of their service account at Microsoft Entra, whose address is public.
 * https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
const podIdentity: PodIdentity = {
  annotation: "azure.workload.identity/client-id",
  podLabels: { "azure.workload.identity/use": "true" },
  tokenEndpoints: [],
  // Takes a workload's token where the pod has one.
  // https://learn.microsoft.com/python/api/azure-identity/azure.identity.managedidentitycredential
  barman: { azureCredentials: { inheritFromAzureAD: true } },
  // A blob has 50,000 blocks at most: of 32 MiB they hold 1.5 TiB.
  // https://rclone.org/azureblob/#workload-identity
  rclone: {
    TYPE: "azureblob",
    ENV_AUTH: "true",
    NO_CHECK_CONTAINER: "true",
    CHUNK_SIZE: "32M",
    UPLOAD_CONCURRENCY: "4",
  },
};
