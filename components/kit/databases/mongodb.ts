import type { MongodbWish } from "../../../environments/schema/mongodb.ts";

/** A user that a service logs in as. */
export interface MongodbLogin {
  readonly name: string;
  readonly access: "read" | "read-write";
}

/** The user that a managed cluster is made with: letters only, and a word that no service keeps for itself. */
export const mongodbAdmin = "landbridge";

/**
 * Databases that every server has, or that hold what the setup remembers: no store is called like them.
 * https://www.mongodb.com/docs/manual/reference/local-database/
 */
export const givenMongodbDatabase = /^(?:admin|config|local|landbridge)$/;

/** Members that follow the one that is written to: as many as are wished for, and one where the environment wants a standby. */
export function decideFollowers({
  wish,
  highlyAvailable,
}: {
  readonly wish: Pick<MongodbWish, "replicas">;
  readonly highlyAvailable: boolean;
}): number {
  return Math.max(wish.replicas, highlyAvailable ? 1 : 0);
}

/** Where pods find the certificates of those that signed a store's, in PEM, by the file's name. */
export const authoritiesFolder = "/etc/landbridge/authorities";

/** Name of the file with a store's authorities. */
export function authoritiesFile(store: string): string {
  return `${store}.pem`;
}

/**
 * Options of a connection string in order of name, as text. Where authorities are given, clients are told their file;
 * drivers that don't know the option pass over it with a warning.
 * https://www.mongodb.com/docs/manual/reference/connection-string-options/
 */
export function optionsText(
  store: string,
  {
    options,
    authorities,
  }: { readonly options: Readonly<Record<string, string>>; readonly authorities?: string | undefined },
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
