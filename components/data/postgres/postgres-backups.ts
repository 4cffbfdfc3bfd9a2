import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { PostgresWish } from "../../../environments/schema/stores.ts";
import type { PodIdentity } from "../../cloud.ts";
import {
  archiveName,
  decideArchive,
  decideOrigin,
  decideSchedule,
  isCopied,
  originName,
  type ArchiveSpec,
} from "../../kit/databases/postgres/postgres-backups.ts";
import type { Labels } from "../../kit/labels.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";

/** Where stores in the cluster are copied to, and what does it. */
export interface BackupPlaces {
  /** What copies: it is there before whatever it copies. Absent where nothing is copied. */
  readonly ready?: Resource | undefined;
  /** What each identity is in the cloud, by its name in the environment. */
  readonly identities: Readonly<Record<string, Input<string>>>;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Input<string>>>;
  /** How pods get an identity; absent where there is no cloud. */
  readonly podIdentity?: PodIdentity | undefined;
}

/** Which store is copied, and what its objects carry. */
export interface PostgresBackupsArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly places: BackupPlaces | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  readonly labels: Labels;
}

/** What a cluster's servers have to do with buckets. */
export interface PostgresBackups {
  /** To depend on: the places, and what copies. */
  readonly ready: readonly Resource[];
  /** Of the account that servers run as; whoever takes them waits for its rights. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Of servers. */
  readonly podLabels: Labels;
  readonly spooled: boolean;
}

/**
 * The places that a store is copied to and begins from; undefined for one that has to do with neither. Throws where a place isn't there,
 * which no valid environment lacks.
 */
export function createBackupPlaces(
  name: string,
  args: PostgresBackupsArgs,
  opts: CustomResourceOptions,
): PostgresBackups | undefined {
  const { store, wish, places, surroundings } = args;
  if (!isCopied(wish)) return undefined;
  const id = places?.identities[storeIdentityName(store)];
  const { ready, podIdentity } = places ?? {};
  if (id === undefined || ready === undefined || podIdentity === undefined)
    throw new Error(`store ${store} has to do with buckets, to which nothing here leads`);
  const { annotation, podLabels, barman: credentials, spooledBackups } = podIdentity;
  const { tier } = surroundings;
  const inside = { ...opts, dependsOn: [ready] };
  const made = [
    ...(wish.backups === undefined
      ? []
      : [
          createPlace(
            `${name}-archive`,
            { object: archiveName(store), ...wish.backups, spec: decideArchive(wish, { credentials, tier }) },
            args,
            inside,
          ),
        ]),
    ...(wish.restoreFrom === undefined
      ? []
      : [
          createPlace(
            `${name}-origin`,
            { object: originName(store), ...wish.restoreFrom, spec: decideOrigin(wish, credentials) },
            args,
            inside,
          ),
        ]),
  ];
  return {
    ready: [ready, ...made],
    annotations: { [annotation]: id },
    podLabels,
    spooled: spooledBackups === true,
  };
}

interface Place {
  readonly object: string;
  readonly bucket: string;
  readonly spec: ArchiveSpec;
}

function createPlace(
  name: string,
  { object, bucket, spec: { configuration, ...spec } }: Place,
  { store, places, namespace, labels }: PostgresBackupsArgs,
  opts: CustomResourceOptions,
): Resource {
  const destinationPath = places?.bucketUrls[bucket];
  if (destinationPath === undefined) throw new Error(`store ${store} names bucket ${bucket}, which isn't there`);
  return new CustomResource(
    name,
    {
      apiVersion: "barmancloud.cnpg.io/v1",
      kind: "ObjectStore",
      metadata: { name: object, namespace, labels },
      spec: { ...spec, configuration: { ...configuration, destinationPath } },
    },
    opts,
  );
}

/** Has a store copied each day, where it is copied; it exists before. */
export function createBackupSchedule(
  name: string,
  { store, wish, namespace, labels }: PostgresBackupsArgs,
  opts: CustomResourceOptions,
): void {
  if (wish.backups === undefined) return;
  new CustomResource(
    `${name}-schedule`,
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "ScheduledBackup",
      metadata: { name: store, namespace, labels },
      spec: decideSchedule(store),
    },
    opts,
  );
}
