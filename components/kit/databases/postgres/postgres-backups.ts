import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import type { IScheduledBackupSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackupSpec";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { PostgresWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { quietHours } from "../../account/keeping.ts";
import { contentHash } from "../../names.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import { decideBackupDays } from "../backups.ts";
import { databaseName, postgresAdmin } from "./postgres-names.ts";

/** The plugin of CloudNativePG that copies, by the name under which it registers. */
export const backupPlugin = "barman-cloud.cloudnative-pg.io";

/** Port on which the operator asks the plugin. */
export const backupPluginPort = 9090;

/** A PostgreSQL in the cluster that has to do with buckets. */
export type CopiedWish = PostgresWish & { readonly placement: "in-cluster" };

/** Whether a store's servers copy to a bucket or begin from one. */
export function isCopied(wish: StoreWish): wish is CopiedWish {
  if (wish.kind !== "postgres" || wish.placement !== "in-cluster") return false;
  return wish.backups !== undefined || wish.restoreFrom !== undefined;
}

/** Whether an environment needs what copies. */
export function needsBackups({ stores }: Pick<Environment, "stores">): boolean {
  return Object.values(stores).some(isCopied);
}

/** Name of the object that says where a store's backups are; it is the store's own. */
export function archiveName(store: string): string {
  return store;
}

/** Name of the object that says where the backups are that a store begins from. */
export function originName(store: string): string {
  return `${store}-origin`;
}

/** Database of a store: that of the store whose backups it began from, its twin's where it began as a copy. */
export function decideDatabase(
  store: string,
  { restoreFrom, twin }: Pick<PostgresWish, "restoreFrom" | "twin">,
): string {
  if (twin?.begins === "copy") return databaseName(twin.store ?? store);
  return databaseName(restoreFrom?.database ?? restoreFrom?.store ?? store);
}

/** How the copying program logs in to a cloud's buckets, in its own words: by who it is, or by keys of a Secret. */
export type BarmanCredentials = Readonly<
  Record<string, Readonly<Record<string, boolean | { readonly name: string; readonly key: string }>>>
>;

/**
 * The part of an ObjectStore that is known before its bucket is there.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/plugin-barman-cloud.v1/
 */
export interface ArchiveSpec {
  readonly configuration: Readonly<Record<string, unknown>> & {
    readonly wal: { readonly compression: string; readonly maxParallel: number };
    readonly data: { readonly compression: string; readonly jobs: number };
  };
  /** In days, as `7d`. Absent for a place that is only read. */
  readonly retentionPolicy?: string;
  readonly instanceSidecarConfiguration: {
    readonly resources: {
      readonly requests: { readonly cpu: string; readonly memory: string };
      readonly limits: { readonly memory: string };
    };
  };
}

/** What the copying program beside each server requests: it starts a process of its own for each file. */
export function decideCopierSize({ size }: Pick<PostgresWish, "size">): Capacity {
  return isLarge(size) ? { cpu: 0.2, memoryGiB: 1 } : { cpu: 0.1, memoryGiB: 0.5 };
}

function isLarge(size: PostgresWish["size"]): boolean {
  return sizes[size].memoryGiB >= 8;
}

/**
 * How a store is copied. It is encrypted as its bucket is. Backups are deleted when nothing of the days that are kept needs them, and
 * the log of writes with them. Each of the two is packed by what costs a server the least for its size: the log often, the data once a day.
 */
export function decideArchive(
  wish: PostgresWish,
  { credentials, tier }: { readonly credentials: BarmanCredentials } & Pick<Environment, "tier">,
): ArchiveSpec {
  return { ...decidePlace(wish, credentials), retentionPolicy: `${decideBackupDays({ tier }, wish)}d` };
}

/** How another store's backups are read. Nothing there is deleted. */
export function decideOrigin(wish: PostgresWish, credentials: BarmanCredentials): ArchiveSpec {
  return decidePlace(wish, credentials);
}

function decidePlace(wish: PostgresWish, credentials: BarmanCredentials): ArchiveSpec {
  const { cpu, memory } = quantities(decideCopierSize(wish));
  return {
    configuration: {
      ...credentials,
      wal: { compression: "zstd", maxParallel: isLarge(wish.size) ? 4 : 2 },
      data: { compression: "snappy", jobs: 2 },
    },
    instanceSidecarConfiguration: { resources: { requests: { cpu, memory }, limits: { memory } } },
  };
}

/**
 * Each day in the hour in which managed stores are backed up, at a minute of the store's own so that not all begin at once, and
 * once as soon as the store is there. A follower is copied where there is one. Six fields, of which the first are seconds.
 * https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups
 */
export function decideSchedule(store: string): IScheduledBackupSpec {
  const minute = Number.parseInt(contentHash(store).slice(0, 6), 16) % 60;
  return {
    schedule: `0 ${minute} ${quietHours.backup} * * *`,
    immediate: true,
    cluster: { name: store },
    method: "plugin",
    pluginConfiguration: { name: backupPlugin },
    // So that what says that a backup was made goes with the schedule; the backup itself stays in the bucket.
    backupOwnerReference: "self",
    target: "prefer-standby",
  };
}

/** What of a cluster's specification has to do with backups. */
export type CopyingSpec = Pick<IClusterSpec, "plugins" | "externalClusters" | "ephemeralVolumeSource">;

/**
 * The servers copy to the store's own place, and read where they begin from. Where backups wait on a disk until they are whole
 * (`spooled`), that is a volume as large as the data: the node's disk would be full, and its pods be sent away.
 */
export function decideCopying(
  store: string,
  wish: PostgresWish,
  { spooled, storageClass }: { readonly spooled: boolean; readonly storageClass: string },
): CopyingSpec {
  const { backups, restoreFrom, storageGiB } = wish;
  const plugin = (barmanObjectName: string, serverName: string) => ({
    name: backupPlugin,
    parameters: { barmanObjectName, serverName },
  });
  const archived = { plugins: [{ ...plugin(archiveName(store), store), enabled: true, isWALArchiver: true }] };
  return {
    ...(backups === undefined ? {} : archived),
    ...(restoreFrom === undefined
      ? {}
      : { externalClusters: [{ name: originName(store), plugin: plugin(originName(store), restoreFrom.store) }] }),
    ...(backups === undefined || !spooled ? {} : { ephemeralVolumeSource: decideSpool({ storageGiB, storageClass }) }),
  };
}

function decideSpool({
  storageGiB,
  storageClass,
}: {
  readonly storageGiB: number;
  readonly storageClass: string;
}): NonNullable<CopyingSpec["ephemeralVolumeSource"]> {
  return {
    volumeClaimTemplate: {
      spec: {
        accessModes: ["ReadWriteOnce"],
        ...(storageClass === "" ? {} : { storageClassName: storageClass }),
        resources: { requests: { storage: `${storageGiB}Gi` } },
      },
    },
  };
}

/**
 * Begins with another store's backups, up to a moment. The owner gets our password.
 * https://cloudnative-pg.io/documentation/current/recovery/
 */
export function decideRecovery(
  store: string,
  { database, secret }: { readonly database: string; readonly secret: string },
  { at }: NonNullable<PostgresWish["restoreFrom"]>,
): NonNullable<IClusterSpec["bootstrap"]> {
  return {
    recovery: {
      source: originName(store),
      database,
      owner: postgresAdmin,
      secret: { name: secret },
      ...(at === undefined ? {} : { recoveryTarget: { targetTime: at } }),
    },
  };
}
