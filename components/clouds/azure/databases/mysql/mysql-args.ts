import type { ServerArgs } from "@pulumi/azure-native/dbformysql/server.js";
import type { Output } from "@pulumi/pulumi";
import type { ManagedMysqlSpec } from "../../../../cloud.ts";
import { decideMysqlVersion, mysqlAdmin } from "../../../../kit/databases/mysql/mysql.ts";
import { sizes } from "../../../../kit/sizes.ts";
import { azureKey } from "../../rights/keys.ts";
import type { AzureSettings } from "../../settings.ts";
import { isFollowed, serverArgs, writtenArgs } from "../flexible-args.ts";
import type { ServerPlace } from "../flexible-server.ts";
import { decideMysqlMachine, leastMysqlDiskGiB } from "./mysql-machines.ts";

/** The server that is written to. https://learn.microsoft.com/azure/mysql/flexible-server/concept-servers */
export function primaryArgs(
  spec: ManagedMysqlSpec,
  settings: AzureSettings,
  place: ServerPlace,
  adminPassword: Output<string>,
): ServerArgs {
  return {
    ...commonArgs(spec, settings, place),
    version: decideMysqlVersion(spec.wish),
    // A standby is chosen when it is made: a server without can't have one in another zone later.
    // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-high-availability#limitations
    ...writtenArgs(spec, mysqlAdmin, adminPassword),
  };
}

/**
 * A server that follows the primary. It takes version, admin and parameters from it when it is made, and has a standby only
 * once it stands alone. https://learn.microsoft.com/azure/mysql/flexible-server/concepts-read-replicas
 */
export function replicaArgs(
  spec: ManagedMysqlSpec,
  settings: AzureSettings,
  place: ServerPlace,
  primary: Output<string>,
): ServerArgs {
  return { ...commonArgs(spec, settings, place), createMode: "Replica", sourceServerResourceId: primary };
}

// A replica should have at least its primary's machine and disk.
function commonArgs(spec: ManagedMysqlSpec, settings: AzureSettings, place: ServerPlace): ServerArgs {
  const { wish } = spec;
  const machine = decideMysqlMachine(sizes[wish.size], isFollowed(spec));
  return {
    ...serverArgs(spec, settings, place, machine, Math.max(wish.storageGiB, leastMysqlDiskGiB)),
    ...encryptionArgs(spec, place.identity),
  };
}

/**
 * The key by its version of today, since nothing says that MySQL follows rotations of one without: the next `up` after a
 * rotation moves it, and no version expires.
 * https://learn.microsoft.com/azure/mysql/flexible-server/security-customer-managed-key
 */
function encryptionArgs(
  { key }: ManagedMysqlSpec,
  identity: Output<string>,
): Pick<ServerArgs, "dataEncryption" | "identity"> {
  if (key === undefined) return {};
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    dataEncryption: {
      type: "AzureKeyVault",
      primaryKeyURI: azureKey(key).currentVersion,
      primaryUserAssignedIdentityId: identity,
    },
  };
}

/**
 * Parameters of the primary, which replicas take over when they are made. Binary logs are by row without one, here with all
 * columns, so that another server can follow from elsewhere, which is how a database moves between clouds; GTIDs they have
 * where there is a standby. Who makes a function or a trigger needs no SUPER then.
 * https://learn.microsoft.com/azure/mysql/flexible-server/concepts-server-parameters
 * https://learn.microsoft.com/azure/mysql/flexible-server/concepts-data-out-replication
 */
export const mysqlParameters: readonly (readonly [name: string, value: string])[] = [
  ["audit_log_enabled", "ON"],
  ["audit_log_events", "CONNECTION,DCL,DDL"],
  ["binlog_row_image", "FULL"],
  ["local_infile", "OFF"],
  ["log_bin_trust_function_creators", "ON"],
  ["long_query_time", "2"],
  ["require_secure_transport", "ON"],
  ["slow_query_log", "ON"],
];
