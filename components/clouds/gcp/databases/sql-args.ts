import type { DatabaseInstanceArgs } from "@pulumi/gcp/sql/databaseInstance.js";
import type { sql } from "@pulumi/gcp/types/input.js";
import type { Input } from "@pulumi/pulumi";
import type { ManagedMysqlSpec, ManagedPostgresSpec, SecondaryCopy } from "../../../cloud.ts";
import { quietHours } from "../../../kit/account/keeping.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { secondaryOf } from "../../../kit/network/secondary-region.ts";
import { sizes } from "../../../kit/sizes.ts";
import { labelsOf } from "../tags.ts";
import { decideSqlEdition, decideSqlTier } from "../cluster/machine-types.ts";
import type { GcpSettings } from "../settings.ts";

/** A server of any engine that Cloud SQL has. */
export type SqlSpec = ManagedPostgresSpec | ManagedMysqlSpec;

/** In what the engines of Cloud SQL differ. */
export interface SqlEngine {
  readonly databaseVersion: string;
  /** Settings of the primary and its replicas. */
  readonly flags: readonly (readonly [name: string, value: string])[];
  /** Keeps the log between backups, by which any moment can be restored. */
  readonly log: Pick<
    sql.DatabaseInstanceSettingsBackupConfiguration,
    "binaryLogEnabled" | "pointInTimeRecoveryEnabled"
  >;
}

/** Days that a deleted server's last backup is kept. */
const finalBackupDays = 30;

/** The server that is written to. https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1/instances */
export function primaryArgs(spec: SqlSpec, engine: SqlEngine, { regions }: GcpSettings): DatabaseInstanceArgs {
  const { highlyAvailable, key } = spec;
  return {
    ...commonArgs(spec, engine, regions.primary),
    // With replicas Google refuses another major version unless they move along.
    // https://cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace
    includeReplicasForMajorVersionUpgrade: true,
    ...(key === undefined ? {} : { encryptionKeyName: key.id }),
    settings: {
      ...commonSettings(spec, engine),
      availabilityType: highlyAvailable ? "REGIONAL" : "ZONAL",
      backupConfiguration: backups(spec, engine, regions.primary),
      // Sunday at 3 UTC, two weeks after it was announced. Replicas are updated before their primary, by its window.
      maintenanceWindow: { day: 7, hour: quietHours.upkeep, updateTrack: "stable" },
      // A last backup outlives the server: it may go because somebody unprotected it, or because another takes its place.
      finalBackupConfig: { enabled: true, retentionDays: finalBackupDays },
    },
  };
}

/** A server that follows the primary. In the same region Cloud SQL gives it the primary's key, and takes no other. */
export function replicaArgs(
  spec: SqlSpec,
  engine: SqlEngine,
  { regions }: GcpSettings,
  primary: Input<string>,
): DatabaseInstanceArgs {
  return {
    ...commonArgs(spec, engine, regions.primary),
    masterInstanceName: primary,
    settings: { ...commonSettings(spec, engine), availabilityType: "ZONAL" },
  };
}

/**
 * A server that follows the primary in the second region, under a key of that region: Cloud SQL takes none of elsewhere.
 * It has an address in the same network, which spans regions, and takes over by `gcloud sql instances promote-replica`.
 * https://cloud.google.com/sql/docs/postgres/replication/cross-region-replicas
 */
export function secondaryArgs(
  spec: SqlSpec,
  engine: SqlEngine,
  { key }: SecondaryCopy,
  { regions }: GcpSettings,
  primary: Input<string>,
): DatabaseInstanceArgs {
  return {
    ...commonArgs(spec, engine, secondaryOf(regions)),
    ...(key === undefined ? {} : { encryptionKeyName: key.id }),
    masterInstanceName: primary,
    settings: { ...commonSettings(spec, engine), availabilityType: "ZONAL" },
  };
}

function commonArgs(
  { protect }: SqlSpec,
  { databaseVersion }: SqlEngine,
  region: string,
): Omit<DatabaseInstanceArgs, "settings"> {
  return { region, databaseVersion, deletionProtection: protect };
}

function commonSettings({ wish, network, tags, protect }: SqlSpec, { flags }: SqlEngine): sql.DatabaseInstanceSettings {
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
      // Clients know a server by it.
      serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
    },
    databaseFlags: flags.map(([name, value]) => ({ name, value })),
    insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, recordClientAddress: false },
    userLabels: labelsOf(tags),
  };
}

/** The smallest SSD. https://cloud.google.com/sql/docs/postgres/instance-settings#storage-capacity-2ndgen */
const leastDiskGiB = 10;

/** https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
function backups(
  { wish: { pitrDays }, backupDays }: SqlSpec,
  { log }: SqlEngine,
  location: string,
): sql.DatabaseInstanceSettingsBackupConfiguration {
  return {
    enabled: true,
    startTime: `0${quietHours.backup}:00`,
    // Elsewhere the default is a multi-region, which may lie outside of what the data's class allows.
    location,
    ...log,
    transactionLogRetentionDays: pitrDays,
    // One for each day, and one more than the days of logs: the oldest log needs a backup to begin from.
    backupRetentionSettings: { retentionUnit: "COUNT", retainedBackups: Math.max(backupDays, pitrDays + 1) },
  };
}
