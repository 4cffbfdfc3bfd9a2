import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import type { TwinWish } from "../../../../environments/schema/stores/postgres-availability.ts";
import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { archiveName, backupPlugin, type BarmanCredentials } from "./postgres-backups.ts";
import { databaseName, postgresAdmin } from "./postgres-names.ts";

/** Name of the object that says where the twin's backups are, and of the Secret that opens its bucket. */
export function twinName(store: string): string {
  return `${store}-twin`;
}

/** What the twin is called in its environment. */
function twinStore(store: string, twin: TwinWish): string {
  return twin.store ?? store;
}

/** Whether an environment's servers of a store follow those of another one, so that nothing can be made or changed in them. */
export function follows({ twin }: Pick<PostgresWish, "twin">, environment: string): boolean {
  return twin !== undefined && twin.primary !== environment;
}

/** Keys of the Secret that opens the twin's bucket. */
export const twinKeys = { user: "user", password: "password", region: "region" } as const;

/**
 * How the copying program opens a bucket with what a Secret holds, by what the bucket's address begins with; its own words.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/
 */
export function decideTwinCredentials(store: string, { bucket, region }: TwinWish): BarmanCredentials {
  const of = (key: string) => ({ name: twinName(store), key });
  if (bucket.startsWith("s3://"))
    return {
      s3Credentials: {
        accessKeyId: of(twinKeys.user),
        secretAccessKey: of(twinKeys.password),
        ...(region === undefined ? {} : { region: of(twinKeys.region) }),
      },
    };
  if (bucket.startsWith("gs://")) return { googleCredentials: { applicationCredentials: of(twinKeys.password) } };
  return { azureCredentials: { storageAccount: of(twinKeys.user), storageSasToken: of(twinKeys.password) } };
}

/** What of a cluster's specification has to do with its twin. */
export type TwinSpec = Pick<IClusterSpec, "replica" | "externalClusters"> & {
  readonly bootstrap?: NonNullable<IClusterSpec["bootstrap"]>;
};

/**
 * Two clusters of one database, known by their environments: each reads the other's backups, and one is written to. Who isn't follows.
 * https://cloudnative-pg.io/documentation/current/replica_cluster/#distributed-topology
 */
export function decideTwin(
  store: string,
  twin: TwinWish,
  { environment, secret }: { readonly environment: string; readonly secret: string },
): TwinSpec {
  const place = (name: string, barmanObjectName: string, serverName: string) => ({
    name,
    plugin: { name: backupPlugin, parameters: { barmanObjectName, serverName } },
  });
  const other = twinStore(store, twin);
  const recovery = {
    source: twin.environment,
    database: databaseName(other),
    owner: postgresAdmin,
    secret: { name: secret },
  };
  return {
    replica: { self: environment, primary: twin.primary, source: twin.environment },
    externalClusters: [place(environment, archiveName(store), store), place(twin.environment, twinName(store), other)],
    ...(twin.begins === "copy" ? { bootstrap: { recovery } } : {}),
  };
}
