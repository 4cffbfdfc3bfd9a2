import type { ServerArgs } from "@pulumi/azure-native/dbforpostgresql/server.js";
import type { dbforpostgresql } from "@pulumi/azure-native/types/input.js";
import type { Output } from "@pulumi/pulumi";
import type { ManagedPostgresSpec } from "../../../../cloud.ts";
import { decideExtensions } from "../../../../kit/databases/postgres/postgres-extensions.ts";
import { postgresLogging } from "../../../../kit/databases/postgres/postgres-logging.ts";
import { postgresAdmin } from "../../../../kit/databases/postgres/postgres-names.ts";
import { sizes } from "../../../../kit/sizes.ts";
import { azureKey } from "../../rights/keys.ts";
import type { AzureSettings } from "../../settings.ts";
import { isFollowed, serverArgs, writtenArgs } from "../flexible-args.ts";
import type { ServerPlace } from "../flexible-server.ts";
import { decidePostgresDisk, decidePostgresMachine } from "./postgres-machines.ts";

/** The server that is written to. https://learn.microsoft.com/azure/postgresql/configure-maintain/concepts-servers */
export function primaryArgs(
  spec: ManagedPostgresSpec,
  settings: AzureSettings,
  place: ServerPlace,
  adminPassword: Output<string>,
): ServerArgs {
  return {
    ...commonArgs(spec, settings, place),
    version: spec.wish.version,
    // People get in by Microsoft Entra once an administrator is named for the server.
    authConfig: { activeDirectoryAuth: "Enabled", passwordAuth: "Enabled", tenantId: settings.tenant },
    ...writtenArgs(spec, postgresAdmin, adminPassword),
  };
}

/**
 * A server that follows the primary. It takes version, admin and parameters from it when it is made, and has backups and
 * a standby only once it is promoted. https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas
 */
export function replicaArgs(
  spec: ManagedPostgresSpec,
  settings: AzureSettings,
  place: ServerPlace,
  primary: Output<string>,
): ServerArgs {
  return { ...commonArgs(spec, settings, place), createMode: "Replica", sourceServerResourceId: primary };
}

// A replica has to have at least its primary's machine and disk, and the same kind of growth.
function commonArgs(spec: ManagedPostgresSpec, settings: AzureSettings, place: ServerPlace): ServerArgs {
  const { wish } = spec;
  const machine = decidePostgresMachine(sizes[wish.size], isFollowed(spec));
  return {
    ...serverArgs(spec, settings, place, machine, decidePostgresDisk(wish.storageGiB)),
    ...encryptionArgs(spec, place.identity),
  };
}

/**
 * The key is chosen when a server is made; later only another key can take its place.
 * https://learn.microsoft.com/azure/postgresql/security/security-data-encryption
 */
function encryptionArgs(
  { key }: ManagedPostgresSpec,
  identity: Output<string>,
): Pick<ServerArgs, "dataEncryption" | "identity"> {
  if (key === undefined) return {};
  const identities: Output<Record<string, dbforpostgresql.UserIdentityArgs>> = identity.apply((id) => ({ [id]: {} }));
  return {
    identity: { type: "UserAssigned", userAssignedIdentities: identities },
    dataEncryption: {
      type: "AzureKeyVault",
      // Without a version, so that the server follows each rotation.
      primaryKeyURI: azureKey(key).id,
      primaryUserAssignedIdentityId: identity,
    },
  };
}

/**
 * Parameters of the primary, which replicas take over when they are made. Those marked static work from the next restart,
 * which somebody has to ask for: `az postgres flexible-server restart`.
 *
 * Logical decoding lets another server follow from elsewhere, which is how a database moves between clouds.
 * https://learn.microsoft.com/azure/postgresql/server-parameters/concepts-server-parameters
 */
export function serverParameters(
  wish: Parameters<typeof decideExtensions>[0],
  read: Partial<Pick<ManagedPostgresSpec, "logReading" | "highlyAvailable">> = {},
): readonly (readonly [name: string, value: string])[] {
  return [["azure.extensions", allowedExtensions(wish)], ...parameters, ...readingOf(read)];
}

/** Slots that a server has if it is told nothing, of which replicas and the standby take some. */
const ownSlots = 10;

/**
 * The first is static. A standby is a server of its own, which has the slots of who captures by PostgreSQL's own means, from version 17.
 * How much of the log is kept for a slot can't be said: `max_slot_wal_keep_size` may only be read, and the disk grows.
 * https://learn.microsoft.com/azure/postgresql/server-parameters/param-replication-sending-servers
 * https://learn.microsoft.com/azure/postgresql/high-availability/concepts-high-availability
 */
function readingOf({
  logReading,
  highlyAvailable = false,
}: Partial<Pick<ManagedPostgresSpec, "logReading" | "highlyAvailable">>): [name: string, value: string][] {
  if (logReading === undefined) return [];
  const { readers, handedOver } = logReading;
  return [
    ["max_replication_slots", String(ownSlots + readers)],
    ...(highlyAvailable && handedOver
      ? ([
          ["hot_standby_feedback", "on"],
          ["sync_replication_slots", "on"],
        ] satisfies [string, string][])
      : []),
  ];
}

/**
 * A server refuses every extension that it isn't told to allow, by its name in capitals.
 * https://learn.microsoft.com/azure/postgresql/extensions/how-to-allow-extensions
 */
function allowedExtensions(wish: Parameters<typeof decideExtensions>[0]): string {
  const names = new Set(["pg_stat_statements", "pgaudit", ...decideExtensions(wish)]);
  return [...names]
    .map((name) => name.toUpperCase())
    .sort()
    .join(",");
}

const parameters: readonly (readonly [name: string, value: string])[] = [
  ["connection_throttle.enable", "on"],
  ...postgresLogging,
  ["require_secure_transport", "on"],
  // Static.
  ["shared_preload_libraries", "pg_cron,pg_stat_statements,pgaudit"],
  ["ssl_min_protocol_version", "TLSv1.2"],
  // Static.
  ["wal_level", "logical"],
];
