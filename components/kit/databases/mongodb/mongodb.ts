import type { MongodbWish } from "../../../../environments/schema/stores/mongodb.ts";
import { databaseName } from "../postgres/postgres-names.ts";
import { authoritiesFile, authoritiesFolder } from "../../workloads/authorities.ts";

/** A user that a service logs in as. */
export interface MongodbLogin {
  readonly name: string;
  readonly access: "read" | "read-write";
}

/** The user that makes others: letters only, and a word that no service keeps for itself. */
export const mongodbAdmin = "landbridge";

/**
 * Databases that every server has, or that hold what the setup remembers: no store is called like them.
 * https://www.mongodb.com/docs/manual/reference/local-database/
 */
export const givenMongodbDatabase = /^(?:admin|config|local|landbridge)$/;

/** Database of a store: that of the store whose copies may be brought into it. */
export function decideMongodbDatabase(store: string, { restoreFrom }: Pick<MongodbWish, "restoreFrom">): string {
  return databaseName(restoreFrom?.database ?? restoreFrom?.store ?? store);
}

/** Members that follow the one that is written to: as many as are wished for; else two in the cluster, and one of the cloud's. */
export function mongodbFollowers({ placement, replicas }: Pick<MongodbWish, "placement" | "replicas">): number {
  return replicas ?? (placement === "in-cluster" ? 2 : 1);
}

/** The same of a managed cluster, and one where the environment wants a standby. */
export function decideFollowers({
  wish,
  highlyAvailable,
}: {
  readonly wish: Pick<MongodbWish, "placement" | "replicas">;
  readonly highlyAvailable: boolean;
}): number {
  return Math.max(mongodbFollowers(wish), highlyAvailable ? 1 : 0);
}

/**
 * Options of a connection string in order of name, as text. Where authorities are given, clients are told their file;
 * drivers that don't know the option pass over it with a warning.
 * https://www.mongodb.com/docs/manual/reference/connection-string-options/
 */
export function optionsText(
  store: string,
  { options, authorities }: { readonly options: Readonly<Record<string, string>>; readonly authorities?: unknown },
): string {
  const all = {
    ...options,
    ...(authorities === undefined ? {} : { tlsCAFile: `${authoritiesFolder}/${authoritiesFile(store)}` }),
  };
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}
