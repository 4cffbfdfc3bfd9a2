import type { DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance.js";
import type { sql } from "@pulumi/gcp/types/input.js";
import type { Input } from "@pulumi/pulumi";
import type { ManagedPostgresSpec, SecondaryCopy } from "../../../cloud.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { secondaryOf } from "../../../kit/secondary-region.ts";
import { sizes } from "../../../kit/sizes.ts";
import { labelsOf } from "../tags.ts";
import { decideSqlEdition, decideSqlTier } from "../cluster/machine-types.ts";
import type { GcpSettings } from "../settings.ts";

/** Days that a deleted server's last backup is kept. */
const finalBackupDays = 30;

/** The server that is written to. https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1/instances */
export function primaryArgs(spec: ManagedPostgresSpec, { regions }: GcpSettings): DatabaseInstanceArgs {
  const { highlyAvailable, key } = spec;
  return {
    ...commonArgs(spec, regions.primary),
    // With replicas Google refuses another major version unless they move along.
    // https://cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace
    includeReplicasForMajorVersionUpgrade: true,
    ...(key === undefined ? {} : { encryptionKeyName: key.id }),
    settings: {
      ...commonSettings(spec),
      availabilityType: highlyAvailable ? "REGIONAL" : "ZONAL",
      backupConfiguration: backups(spec, regions.primary),
      // Sunday at 3 UTC, two weeks after it was announced. Replicas are updated before their primary, by its window.
      maintenanceWindow: { day: 7, hour: 3, updateTrack: "stable" },
      // A last backup outlives the server: it may go because somebody unprotected it, or because another takes its place.
      finalBackupConfig: { enabled: true, retentionDays: finalBackupDays },
    },
  };
}

/** A server that follows the primary. In the same region Cloud SQL gives it the primary's key, and takes no other. */
export function replicaArgs(
  spec: ManagedPostgresSpec,
  { regions }: GcpSettings,
  primary: Input<string>,
): DatabaseInstanceArgs {
  return {
    ...commonArgs(spec, regions.primary),
    masterInstanceName: primary,
    settings: { ...commonSettings(spec), availabilityType: "ZONAL" },
  };
}

/**
 * A server that follows the primary in the second region, under a key of that region: Cloud SQL takes none of elsewhere.
 * It has an address in the same network, which spans regions, and takes over by `gcloud sql instances promote-replica`.
 * https://cloud.google.com/sql/docs/postgres/replication/cross-region-replicas
 */
export function secondaryArgs(
  spec: ManagedPostgresSpec,
  { key }: SecondaryCopy,
  { regions }: GcpSettings,
  primary: Input<string>,
): DatabaseInstanceArgs {
  return {
    ...commonArgs(spec, secondaryOf(regions)),
    ...(key === undefined ? {} : { encryptionKeyName: key.id }),
    masterInstanceName: primary,
    settings: { ...commonSettings(spec), availabilityType: "ZONAL" },
  };
}

function commonArgs({ wish, protect }: ManagedPostgresSpec, region: string): Omit<DatabaseInstanceArgs, "settings"> {
  return { region, databaseVersion: `POSTGRES_${wish.version}`, deletionProtection: protect };
}

function commonSettings({ wish, network, tags, protect }: ManagedPostgresSpec): sql.DatabaseInstanceSettings {
  const edition = decideSqlEdition(wish.pitrDays);
  return {
    edition,
    tier: decideSqlTier(edition, sizes[wish.size]).name,
    diskType: "PD_SSD",
    diskSize: Math.max(wish.storageGiB, leastDiskGiB),
    diskAutoresize: true,
    deletionProtectionEnabled: protect,
    ipConfiguration: {
      ipv4Enabled: false,
      privateNetwork: afterAll(network.id, [network.ready]),
      enablePrivatePathForGoogleCloudServices: true,
      sslMode: "ENCRYPTED_ONLY",
    },
    databaseFlags: databaseFlags.map(([name, value]) => ({ name, value })),
    insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, recordClientAddress: false },
    userLabels: labelsOf(tags),
  };
}

/** The smallest SSD. https://cloud.google.com/sql/docs/postgres/instance-settings#storage-capacity-2ndgen */
const leastDiskGiB = 10;

/** https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
function backups(
  { wish: { pitrDays }, backupDays }: ManagedPostgresSpec,
  location: string,
): sql.DatabaseInstanceSettingsBackupConfiguration {
  return {
    enabled: true,
    startTime: "02:00",
    // Elsewhere the default is a multi-region, which may lie outside of what the data's class allows.
    location,
    pointInTimeRecoveryEnabled: true,
    transactionLogRetentionDays: pitrDays,
    // One for each day, and one more than the days of logs: the oldest log needs a backup to begin from.
    backupRetentionSettings: { retentionUnit: "COUNT", retainedBackups: Math.max(backupDays, pitrDays + 1) },
  };
}

/**
 * Replicas have the same flags as their primary. The logs are those that CIS asks for; logical decoding lets another
 * server follow from elsewhere, which is how a database moves between clouds.
 * https://cloud.google.com/sql/docs/postgres/flags
 */
const databaseFlags: readonly (readonly [string, string])[] = [
  ["cloudsql.enable_pgaudit", "on"],
  ["cloudsql.iam_authentication", "on"],
  ["cloudsql.logical_decoding", "on"],
  ["log_checkpoints", "on"],
  ["log_connections", "on"],
  ["log_disconnections", "on"],
  ["log_lock_waits", "on"],
  ["log_min_duration_statement", "-1"],
  ["log_min_error_statement", "error"],
  ["log_min_messages", "warning"],
  ["log_statement", "ddl"],
  ["pgaudit.log", "ddl,role"],
];
