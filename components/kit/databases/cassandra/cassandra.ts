import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import type { Size } from "../../../../environments/schema/names.ts";
import { sizes } from "../../sizes.ts";
import { contentHash } from "../../names.ts";

/**
 * Longest name of a keyspace.
 * https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateKeyspace.html
 */
const keyspaceNameLimit = 48;

/**
 * Name of a store's keyspace, the same on every cloud: what CQL writes without quotes. Unique in an account, since a cloud
 * has one room for the keyspaces of all environments.
 */
export function decideKeyspace(environment: string, store: string): string {
  const name = [environment, store].map((part) => part.toLowerCase().replaceAll("-", "_")).join("__");
  // Two dashes could also be where the environment's name ends.
  if (name.length <= keyspaceNameLimit && !`${environment} ${store}`.includes("--")) return name;
  const digits = contentHash([environment, store], 6);
  return `${name.slice(0, keyspaceNameLimit - digits.length - 1)}_${digits}`;
}

/**
 * Requests in a second that a store's tables take in together, in units of about one read of 1 KiB; a write of 1 KiB takes
 * five or more. A thousand for a quarter of a CPU, so that a size is as large here as it is elsewhere.
 */
export function decideRequestUnits(size: Size): number {
  return Math.max(1, Math.round(sizes[size].cpu * 4)) * 1000;
}

/** Seconds of days after which rows are gone. */
export function decideTtlSeconds({ ttlDays }: { readonly ttlDays?: number | undefined }): number | undefined {
  return ttlDays === undefined ? undefined : ttlDays * 24 * 60 * 60;
}

/** Nodes of a data centre in the cluster. */
export function cassandraNodes({ nodes }: Pick<CassandraWish, "nodes">): number {
  return nodes ?? 3;
}

/** Copies of each row there. */
export function cassandraCopies(wish: Pick<CassandraWish, "nodes">): number {
  return Math.min(3, cassandraNodes(wish));
}

/** Data volume of each node there, in GiB. */
export function cassandraStorageGiB({ storageGiB }: Pick<CassandraWish, "storageGiB">): number {
  return storageGiB ?? 20;
}

/** The superuser, who makes tables and other logins: without a dash, as no service's is called. */
export const cassandraAdmin = "landbridge";
