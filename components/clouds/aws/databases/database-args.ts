import type { InstanceArgs } from "@pulumi/aws/rds/instance.js";
import type { OptionGroupArgs } from "@pulumi/aws/rds/optionGroup.js";
import type { ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.js";
import type { Input } from "@pulumi/pulumi";
import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import type { ManagedMysqlSpec, ManagedPostgresSpec } from "../../../cloud.ts";
import { sizes } from "../../../kit/sizes.ts";
import { tagsOf } from "../tags.ts";
import { decideDatabaseClass } from "./database-classes.ts";
import { certificateAuthority } from "./authorities/server-authorities.ts";
import { backupWindow, upkeepWindow } from "./windows.ts";

/** What a server needs around it. */
export interface ServerParts {
  readonly subnetGroup: Input<string>;
  readonly securityGroup: Input<string>;
  readonly parameterGroup: Input<string>;
  readonly optionGroup: Input<string> | undefined;
  /** Role by which RDS reports what its machines do. */
  readonly monitoringRole: Input<string>;
}

/** A server of any engine of RDS that Landbridge makes. */
export type RdsSpec = ManagedPostgresSpec | ManagedMysqlSpec;

/** In what the engines of RDS differ. */
export interface RdsEngine {
  readonly engine: "postgres" | "mysql" | "mariadb";
  /** Without a minor version: RDS takes its newest default and moves on by itself. */
  readonly version: string;
  readonly port: number;
  readonly admin: string;
  /** Logs that RDS hands to CloudWatch. */
  readonly logs: readonly string[];
  /** Whether people may log in with a token of IAM's. */
  readonly tokens: boolean;
  /** Machines about which RDS gathers nothing. */
  readonly withoutInsights: readonly string[];
  readonly parameters: Omit<ParameterGroupArgs, "tags">;
  /** Plug-ins that are parts of no parameter group. - behaviour: none. */
  readonly options?: OptionGroupArgs;
}

/** The server that is written to. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export function primaryArgs(
  identifier: string,
  spec: RdsSpec,
  engine: RdsEngine,
  parts: ServerParts,
  secrets: { readonly password: Input<string>; readonly finalSnapshot: Input<string> | undefined },
): InstanceArgs {
  const { wish, highlyAvailable, backupDays, key, protect } = spec;
  return {
    ...commonArgs(identifier, spec, engine, parts),
    engine: engine.engine,
    engineVersion: engine.version,
    // Another major version in the environment is an upgrade where the data is. Replicas follow their primary.
    allowMajorVersionUpgrade: true,
    allocatedStorage: Math.max(wish.storageGiB, leastStorageGiB),
    username: engine.admin,
    password: secrets.password,
    dbSubnetGroupName: parts.subnetGroup,
    multiAz: highlyAvailable,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    // As long as it keeps backups it logs every write, so that any moment between can be restored.
    backupRetentionPeriod: backupDays,
    backupWindow,
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
  spec: RdsSpec,
  engine: RdsEngine,
  parts: ServerParts,
  primary: Input<string>,
): InstanceArgs {
  return {
    ...commonArgs(identifier, spec, engine, parts),
    replicateSourceDb: primary,
    multiAz: false,
    // RDS makes no last snapshot of a replica.
    skipFinalSnapshot: true,
  };
}

function commonArgs(identifier: string, spec: RdsSpec, engine: RdsEngine, parts: ServerParts): InstanceArgs {
  const { wish, key, tags, protect } = spec;
  const machine = decideDatabaseClass(sizes[wish.size]).name;
  return {
    identifier,
    instanceClass: machine,
    port: engine.port,
    storageType: "gp3",
    storageEncrypted: true,
    maxAllocatedStorage: decideMostStorage(wish),
    vpcSecurityGroupIds: [parts.securityGroup],
    parameterGroupName: parts.parameterGroup,
    ...(parts.optionGroup === undefined ? {} : { optionGroupName: parts.optionGroup }),
    publiclyAccessible: false,
    networkType: "IPV4",
    caCertIdentifier: certificateAuthority,
    iamDatabaseAuthenticationEnabled: engine.tokens,
    autoMinorVersionUpgrade: true,
    // What an approved `up` says is done when it is over, not in some window later.
    applyImmediately: true,
    // Sunday, after the backup. Minor versions and machines are changed then.
    maintenanceWindow: upkeepWindow,
    deletionProtection: protect,
    enabledCloudwatchLogsExports: [...engine.logs],
    monitoringInterval: 60,
    monitoringRoleArn: parts.monitoringRole,
    ...(engine.withoutInsights.includes(machine) ? {} : insights(key)),
    tags: tagsOf(tags),
  };
}

/** The free days: what the server waited for. More come with `advanced` alone. */
function insights(
  key: RdsSpec["key"],
): Pick<
  InstanceArgs,
  | "databaseInsightsMode"
  | "performanceInsightsEnabled"
  | "performanceInsightsRetentionPeriod"
  | "performanceInsightsKmsKeyId"
> {
  return {
    databaseInsightsMode: "standard",
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    ...(key === undefined ? {} : { performanceInsightsKmsKeyId: key.id }),
  };
}

/** The smallest gp3 volume. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage */
export const leastStorageGiB = 20;

/** The largest volume of PostgreSQL, MySQL and MariaDB. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html */
const mostStorageGiB = 65536;

/** Storage grows by itself up to four times what it began with: a runaway query may fill that, and not the whole budget. */
function decideMostStorage({ storageGiB }: Pick<PostgresWish, "storageGiB">): number {
  return Math.min(mostStorageGiB, 4 * Math.max(storageGiB, leastStorageGiB));
}

/** A parameter as RDS takes it: at once, or with the next restart. */
export function parametersOf(
  immediate: readonly (readonly [name: string, value: string])[],
  pending: readonly (readonly [name: string, value: string])[],
): NonNullable<RdsEngine["parameters"]["parameters"]> {
  const parameter = (applyMethod: "immediate" | "pending-reboot") => (pair: readonly [string, string]) => ({
    name: pair[0],
    value: pair[1],
    applyMethod,
  });
  return [...immediate.map(parameter("immediate")), ...pending.map(parameter("pending-reboot"))];
}
