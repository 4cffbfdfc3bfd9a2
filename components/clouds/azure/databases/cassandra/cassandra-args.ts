import type { CassandraResourceCassandraKeyspaceArgs } from "@pulumi/azure-native/cosmosdb/cassandraResourceCassandraKeyspace.js";
import type { CassandraResourceCassandraTableArgs } from "@pulumi/azure-native/cosmosdb/cassandraResourceCassandraTable.js";
import type { DatabaseAccountArgs } from "@pulumi/azure-native/cosmosdb/databaseAccount.js";
import { interpolate, type Input, type Output } from "@pulumi/pulumi";
import type { CassandraTableWish } from "../../../../../environments/schema/stores/cassandra.ts";
import type { ManagedCassandraSpec } from "../../../../cloud.ts";
import { decideRequestUnits, decideTtlSeconds } from "../../../../kit/databases/cassandra/cassandra.ts";
import { hasReplicatedDisks } from "../../cluster/volumes.ts";
import { azureKey } from "../../rights/keys.ts";
import type { AzureSettings } from "../../settings.ts";
import { tagsOf } from "../../tags.ts";

/** What of an account isn't the environment's to say. */
export interface AccountPlace {
  readonly resourceGroupName: Input<string>;
  readonly accountName: Input<string>;
  /** Id of the identity by which the account uses its key. */
  readonly identity: Output<string>;
}

/** Longest that Cosmos DB keeps backups. https://learn.microsoft.com/azure/cosmos-db/periodic-backup-modify-interval-retention */
const mostBackupDays = 30;

/**
 * An account for one keyspace, since its keys open all that it holds: in all zones, closed to the outside, and without the
 * right to make tables for whoever logs in. Strong, or a driver that asks for LOCAL_QUORUM would be refused.
 * https://learn.microsoft.com/azure/templates/microsoft.documentdb/databaseaccounts
 * https://learn.microsoft.com/azure/cosmos-db/cassandra/consistency-mapping
 * https://learn.microsoft.com/azure/cosmos-db/audit-control-plane-logs#disable-key-based-metadata-write-access
 */
export function accountArgs(
  spec: ManagedCassandraSpec,
  settings: AzureSettings,
  place: AccountPlace,
): DatabaseAccountArgs {
  const { primary: region } = settings.regions;
  return {
    resourceGroupName: place.resourceGroupName,
    accountName: place.accountName,
    location: region,
    kind: "GlobalDocumentDB",
    databaseAccountOfferType: "Standard",
    capabilities: [{ name: "EnableCassandra" }],
    locations: [{ locationName: region, failoverPriority: 0, isZoneRedundant: true }],
    consistencyPolicy: { defaultConsistencyLevel: "Strong" },
    enableAutomaticFailover: false,
    enableMultipleWriteLocations: false,
    minimalTlsVersion: "Tls12",
    publicNetworkAccess: "Disabled",
    networkAclBypass: "None",
    // Drivers log in by a key of the account.
    disableLocalAuth: false,
    disableKeyBasedMetadataWriteAccess: true,
    backupPolicy: {
      type: "Periodic",
      periodicModeProperties: {
        backupIntervalInMinutes: 24 * 60,
        backupRetentionIntervalInHours: Math.min(spec.backupDays, mostBackupDays) * 24,
        // In the region: copies in its pair, which is the service's default, could be outside of the union. Where disks
        // have no copies in other zones, blobs, in which backups are, have none either.
        backupStorageRedundancy: hasReplicatedDisks(settings) ? "Zone" : "Local",
      },
    },
    ...encryptionArgs(spec, place.identity),
    tags: tagsOf(spec.tags),
  };
}

/** The key without a version, so that the account follows each rotation. https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys */
function encryptionArgs(
  { key }: ManagedCassandraSpec,
  identity: Output<string>,
): Pick<DatabaseAccountArgs, "defaultIdentity" | "identity" | "keyVaultKeyUri"> {
  if (key === undefined) return {};
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    defaultIdentity: interpolate`UserAssignedIdentity=${identity}`,
    keyVaultKeyUri: azureKey(key).id,
  };
}

/** What keyspaces and tables are in. */
export type InAccount = Pick<AccountPlace, "resourceGroupName" | "accountName">;

/** All tables share the throughput, of which a tenth is paid when nobody asks. https://learn.microsoft.com/azure/cosmos-db/provision-throughput-autoscale */
export function keyspaceArgs(
  { keyspace, wish, tags }: ManagedCassandraSpec,
  { resourceGroupName, accountName }: InAccount,
): CassandraResourceCassandraKeyspaceArgs {
  return {
    resourceGroupName,
    accountName,
    keyspaceName: keyspace,
    resource: { id: keyspace },
    options: { autoscaleSettings: { maxThroughput: decideRequestUnits(wish.size) } },
    tags: tagsOf(tags),
  };
}

/** https://learn.microsoft.com/azure/templates/microsoft.documentdb/databaseaccounts/cassandrakeyspaces/tables */
export function tableArgs(
  tableName: string,
  table: CassandraTableWish,
  keyspaceName: Input<string>,
  { resourceGroupName, accountName, tags }: InAccount & Pick<ManagedCassandraSpec, "tags">,
): CassandraResourceCassandraTableArgs {
  const { columns, partitionKey, clusteringKey } = table;
  return {
    resourceGroupName,
    accountName,
    keyspaceName,
    tableName,
    resource: {
      id: tableName,
      // Rows may have an end of their own in any table: -1 gives them none.
      defaultTtl: decideTtlSeconds(table) ?? -1,
      schema: {
        columns: Object.entries(columns)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, type]) => ({ name, type })),
        partitionKeys: partitionKey.map((name) => ({ name })),
        clusterKeys: clusteringKey.map(({ column, order }) => ({
          name: column,
          orderBy: order === "ascending" ? "Asc" : "Desc",
        })),
      },
    },
    tags: tagsOf(tags),
  };
}
