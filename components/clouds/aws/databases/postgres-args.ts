import type { InstanceArgs } from "@pulumi/aws/rds/instance.js";
import type { ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.js";
import type { Input } from "@pulumi/pulumi";
import type { PostgresWish } from "../../../../environments/schema/stores.ts";
import type { ManagedPostgresSpec } from "../../../cloud.ts";
import { ports } from "../../../kit/ports.ts";
import { postgresAdmin } from "../../../kit/postgres-names.ts";
import { sizes } from "../../../kit/sizes.ts";
import { decideDatabaseClass } from "./database-classes.ts";
import { tagsOf } from "../tags.ts";

/** What a server needs around it. */
export interface ServerParts {
  readonly subnetGroup: Input<string>;
  readonly securityGroup: Input<string>;
  readonly parameterGroup: Input<string>;
  /** Role by which RDS reports what its machines do. */
  readonly monitoringRole: Input<string>;
}

/** Logs that RDS hands to CloudWatch. */
export const exportedLogs = ["postgresql", "upgrade"] as const;

/** The server that is written to. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export function primaryArgs(
  identifier: string,
  spec: ManagedPostgresSpec,
  parts: ServerParts,
  secrets: { readonly password: Input<string>; readonly finalSnapshot: Input<string> | undefined },
): InstanceArgs {
  const { wish, highlyAvailable, backupDays, key, protect } = spec;
  return {
    ...commonArgs(identifier, spec, parts),
    engine: "postgres",
    // Without a minor version: RDS takes its newest default and moves on by itself.
    engineVersion: wish.version,
    // Another major version in the environment is an upgrade where the data is. Replicas follow their primary.
    allowMajorVersionUpgrade: true,
    allocatedStorage: Math.max(wish.storageGiB, leastStorageGiB),
    username: postgresAdmin,
    password: secrets.password,
    dbSubnetGroupName: parts.subnetGroup,
    multiAz: highlyAvailable,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    // As long as it keeps backups it logs every write, so that any moment between can be restored.
    backupRetentionPeriod: backupDays,
    backupWindow: "02:00-03:00",
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !protect,
    // A last backup outlives a server that was protected and then deleted all the same.
    skipFinalSnapshot: secrets.finalSnapshot === undefined,
    ...(secrets.finalSnapshot === undefined ? {} : { finalSnapshotIdentifier: secrets.finalSnapshot }),
  };
}

/**
 * A server that follows the primary, in the same network and with the same key. Its version is the primary's.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
 */
export function replicaArgs(
  identifier: string,
  spec: ManagedPostgresSpec,
  parts: ServerParts,
  primary: Input<string>,
): InstanceArgs {
  return {
    ...commonArgs(identifier, spec, parts),
    replicateSourceDb: primary,
    multiAz: false,
    // RDS makes no last snapshot of a replica.
    skipFinalSnapshot: true,
  };
}

function commonArgs(identifier: string, spec: ManagedPostgresSpec, parts: ServerParts): InstanceArgs {
  const { wish, key, tags, protect } = spec;
  return {
    identifier,
    instanceClass: decideDatabaseClass(sizes[wish.size]).name,
    port: ports.postgres,
    storageType: "gp3",
    storageEncrypted: true,
    maxAllocatedStorage: decideMostStorage(wish),
    vpcSecurityGroupIds: [parts.securityGroup],
    parameterGroupName: parts.parameterGroup,
    publiclyAccessible: false,
    networkType: "IPV4",
    caCertIdentifier: certificateAuthority,
    iamDatabaseAuthenticationEnabled: true,
    autoMinorVersionUpgrade: true,
    // What an approved `up` says is done when it is over, not in some window later.
    applyImmediately: true,
    // Sunday, after the backup. Minor versions and machines are changed then.
    maintenanceWindow: "sun:03:30-sun:04:30",
    deletionProtection: protect,
    enabledCloudwatchLogsExports: [...exportedLogs],
    monitoringInterval: 60,
    monitoringRoleArn: parts.monitoringRole,
    // The free one. It keeps what the server waited for; more days come with `advanced` alone.
    databaseInsightsMode: "standard",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    ...(key === undefined ? {} : { performanceInsightsKmsKeyId: key.id }),
    tags: tagsOf(tags),
  };
}

/** The smallest gp3 volume. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage */
export const leastStorageGiB = 20;

/** The largest volume of PostgreSQL. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html */
const mostStorageGiB = 65536;

/** Storage grows by itself up to four times what it began with: a runaway query may fill that, and not the whole budget. */
export function decideMostStorage({ storageGiB }: Pick<PostgresWish, "storageGiB">): number {
  return Math.min(mostStorageGiB, 4 * Math.max(storageGiB, leastStorageGiB));
}

/** Valid until 2061. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const certificateAuthority = "rds-ca-rsa2048-g1";

/**
 * A server's settings. The logs are those that CIS asks for; logical replication lets another server follow from elsewhere,
 * which is how a database moves between clouds. Some take a restart, which a new server has at once and a running one in
 * its next maintenance or by hand.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export function parameterGroupArgs({ wish, tags }: Pick<ManagedPostgresSpec, "wish" | "tags">): ParameterGroupArgs {
  const parameter = (applyMethod: "immediate" | "pending-reboot") => (pair: readonly [string, string]) => ({
    name: pair[0],
    value: pair[1],
    applyMethod,
  });
  return {
    family: `postgres${wish.version}`,
    parameters: [...dynamic(wish).map(parameter("immediate")), ...fixed.map(parameter("pending-reboot"))],
    tags: tagsOf(tags),
  };
}

/** Settings that take a restart. */
const fixed: readonly (readonly [name: string, value: string])[] = [
  ["rds.logical_replication", "1"],
  ["shared_preload_libraries", "pg_stat_statements,pgaudit"],
];

function dynamic({ version }: PostgresWish): (readonly [name: string, value: string])[] {
  return [
    ["log_checkpoints", "1"],
    // Since 18 it says which steps of a connection are logged. https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
    ["log_connections", version === "18" ? "all" : "1"],
    ["log_disconnections", "1"],
    ["log_lock_waits", "1"],
    ["log_min_duration_statement", "-1"],
    ["log_min_error_statement", "error"],
    ["log_min_messages", "warning"],
    ["log_statement", "ddl"],
    ["pgaudit.log", "ddl,role"],
    ["rds.force_ssl", "1"],
  ];
}
