import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { ObjectKeys, ObjectsAccess } from "../../cloud.ts";
import {
  archiveName,
  decideArchive,
  decideOrigin,
  decideSchedule,
  isCopied,
  originName,
  type ArchiveSpec,
  type BarmanCredentials,
} from "../../kit/databases/postgres/postgres-backups.ts";
import type { Labels } from "../../kit/labels.ts";
import { barmanKeys, bucketKeys, bucketKeysName, objectRegion } from "../../kit/objects/objects-in-cluster.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import type { CopiedStoreArgs } from "../copies/backup-places.ts";

/** Which store is copied, and what its objects carry. */
export interface PostgresBackupsArgs extends CopiedStoreArgs<PostgresWish> {
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
  const ready = places?.ready;
  const login = loginOf(name, args, opts);
  if (login === undefined || ready === undefined)
    throw new Error(`store ${store} has to do with buckets, to which nothing here leads`);
  const { credentials, ...known } = login;
  const { tier } = surroundings;
  const inside = { ...opts, dependsOn: [ready, ...known.ready] };
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
  return { ...known, ready: [ready, ...known.ready, ...made] };
}

type BucketLoginArgs = Pick<PostgresBackupsArgs, "store" | "places" | "namespace" | "labels">;

/** What servers are known by, or the keys that they have instead. */
export interface BucketLogin extends PostgresBackups {
  readonly credentials: BarmanCredentials;
}

/** By which a store's servers, or those of a name like a store's, log in at buckets; undefined where nothing leads there. */
export function loginOf(name: string, args: BucketLoginArgs, opts: CustomResourceOptions): BucketLogin | undefined {
  const { store, places } = args;
  const identity = storeIdentityName(store);
  const keys = places?.objects?.keys[identity];
  if (keys !== undefined) {
    const ready = [createKeys(`${name}-bucket-keys`, args, keys, opts)];
    return { ready, annotations: {}, podLabels: {}, spooled: false, credentials: barmanKeys(store) };
  }
  const id = places?.identities[identity];
  if (id === undefined || places?.podIdentity === undefined) return undefined;
  const { annotation, podLabels, barman: credentials, spooledBackups } = places.podIdentity;
  return { ready: [], annotations: { [annotation]: id }, podLabels, spooled: spooledBackups === true, credentials };
}

/** By which the servers of a store log in at the server that holds buckets. */
function createKeys(
  name: string,
  { store, namespace, labels }: BucketLoginArgs,
  { accessKey, secretKey }: ObjectKeys,
  opts: CustomResourceOptions,
): Resource {
  const stringData = {
    [bucketKeys.accessKey]: accessKey,
    [bucketKeys.secretKey]: secretKey,
    [bucketKeys.region]: objectRegion,
  };
  return new Secret(name, { metadata: { name: bucketKeysName(store), namespace, labels }, stringData }, opts);
}

/** Where an object store is that isn't a cloud's. https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/ */
function endpointOf(objects: ObjectsAccess | undefined) {
  if (objects === undefined) return {};
  return { endpointURL: objects.endpoint, endpointCA: { name: objects.authoritySecret, key: "ca.crt" } };
}

/** A place that servers copy to, or are made from. */
export interface Place {
  readonly object: string;
  readonly bucket: string;
  readonly spec: ArchiveSpec;
}

/** The object that says where it is. Throws where its bucket isn't there. */
export function createPlace(
  name: string,
  { object, bucket, spec: { configuration, ...spec } }: Place,
  { store, places, namespace, labels }: Pick<PostgresBackupsArgs, "store" | "places" | "namespace" | "labels">,
  opts: CustomResourceOptions,
): Resource {
  const destinationPath = places?.objects?.bucketUrls[bucket] ?? places?.bucketUrls[bucket];
  if (destinationPath === undefined) throw new Error(`store ${store} names bucket ${bucket}, which isn't there`);
  return new CustomResource(
    name,
    {
      apiVersion: "barmancloud.cnpg.io/v1",
      kind: "ObjectStore",
      metadata: { name: object, namespace, labels },
      spec: { ...spec, configuration: { ...configuration, ...endpointOf(places?.objects), destinationPath } },
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
