import type { ClusterArgs } from "@pulumi/aws/docdb/cluster.js";
import type { ClusterInstanceArgs } from "@pulumi/aws/docdb/clusterInstance.js";
import type { ClusterParameterGroupArgs } from "@pulumi/aws/docdb/clusterParameterGroup.js";
import type { Input } from "@pulumi/pulumi";
import type { ManagedMongodbSpec } from "../../../../cloud.ts";
import { mongodbAdmin } from "../../../../kit/databases/mongodb/mongodb.ts";
import { ports } from "../../../../kit/network/ports.ts";
import { sizes, smallestWith, type Capacity } from "../../../../kit/sizes.ts";
import { tagsOf } from "../../tags.ts";
import { certificateAuthority } from "../authorities/server-authorities.ts";
import { backupWindow, upkeepWindow } from "../windows.ts";

/** A machine of DocumentDB. */
export interface DocumentClass extends Capacity {
  readonly name: string;
}

/**
 * The machines, cheapest first: Graviton, of the one family that both versions run on. The first shares its processors. A
 * region without them takes another family by a transform.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-classes.html
 */
export const documentClasses: readonly DocumentClass[] = [
  { name: "db.t4g.medium", cpu: 2, memoryGiB: 4 },
  { name: "db.r6g.large", cpu: 2, memoryGiB: 16 },
  { name: "db.r6g.xlarge", cpu: 4, memoryGiB: 32 },
  { name: "db.r6g.2xlarge", cpu: 8, memoryGiB: 64 },
];

/** Logs that DocumentDB hands to CloudWatch: who logged in and changed what is there, and what took long. */
export const documentLogs = ["audit", "profiler"] as const;

/** What a cluster needs around it. */
export interface DocumentParts {
  readonly subnetGroup: Input<string>;
  readonly securityGroup: Input<string>;
  readonly parameterGroup: Input<string>;
  readonly password: Input<string>;
  readonly finalSnapshot: Input<string> | undefined;
}

/**
 * The cluster: its storage, which is in three zones and grows by itself, and its address. It logs every write as long as
 * it keeps backups. https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
 */
export function documentClusterArgs(identifier: string, spec: ManagedMongodbSpec, parts: DocumentParts): ClusterArgs {
  const { wish, backupDays, key, tags, protect } = spec;
  return {
    clusterIdentifier: identifier,
    engine: "docdb",
    engineVersion: `${wish.version}.0`,
    // Another version in the environment is an upgrade where the data is, from 5.0 to 8.0.
    allowMajorVersionUpgrade: true,
    masterUsername: mongodbAdmin,
    masterPassword: parts.password,
    port: ports.mongodb,
    networkType: "IPV4",
    dbSubnetGroupName: parts.subnetGroup,
    vpcSecurityGroupIds: [parts.securityGroup],
    dbClusterParameterGroupName: parts.parameterGroup,
    storageEncrypted: true,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    backupRetentionPeriod: backupDays,
    preferredBackupWindow: backupWindow,
    // Sunday, after the backup.
    preferredMaintenanceWindow: upkeepWindow,
    deletionProtection: protect,
    // A last backup outlives a cluster that was protected and then deleted all the same.
    skipFinalSnapshot: parts.finalSnapshot === undefined,
    ...(parts.finalSnapshot === undefined ? {} : { finalSnapshotIdentifier: parts.finalSnapshot }),
    enabledCloudwatchLogsExports: [...documentLogs],
    // What an approved `up` says is done when it is over, not in some window later.
    applyImmediately: true,
    tags: tagsOf(tags),
  };
}

/**
 * A member. Which one is written to is AWS's to choose, and changes when it fails; AWS spreads them over the zones of the
 * subnet group. https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html
 */
export function documentMemberArgs(
  identifier: string,
  { wish, tags }: Pick<ManagedMongodbSpec, "wish" | "tags">,
  cluster: Input<string>,
): ClusterInstanceArgs {
  return {
    identifier,
    clusterIdentifier: cluster,
    engine: "docdb",
    instanceClass: smallestWith(documentClasses, sizes[wish.size], "machine of DocumentDB").name,
    caCertIdentifier: certificateAuthority,
    copyTagsToSnapshot: true,
    preferredMaintenanceWindow: upkeepWindow,
    applyImmediately: true,
    tags: tagsOf(tags),
  };
}

/**
 * Settings of all members. Audited are logins, and whatever changes users, collections and indexes; who reads and writes
 * documents would be a line for each command. Changes of `tls` take a restart, which a new cluster has at once.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html
 */
export function documentParameterArgs({
  wish,
  tags,
}: Pick<ManagedMongodbSpec, "wish" | "tags">): ClusterParameterGroupArgs {
  return {
    family: `docdb${wish.version}`,
    parameters: [
      { name: "audit_logs", value: "ddl", applyMethod: "immediate" },
      { name: "profiler", value: "enabled", applyMethod: "immediate" },
      { name: "profiler_threshold_ms", value: "1000", applyMethod: "immediate" },
      // "enabled" would let TLS 1.0 and 1.1 in.
      { name: "tls", value: "tls1.2+", applyMethod: "pending-reboot" },
    ],
    tags: tagsOf(tags),
  };
}
