import type { StoreWish } from "../../../environments/schema/stores/stores.ts";

/** Jobs beside the servers copy a store, as an account of their own. */
const jobs = { by: "jobs", account: (store: string) => `${store}-backup` } as const;

/** Kinds of stores that are copied to buckets where they run in the cluster: who does it, and the service account whose pods have rights to buckets. */
const copiers = {
  // Both: what is beside each node uploads, and Jobs say when.
  cassandra: { by: "servers", account: (store: string) => `${store}-cassandra` },
  clickhouse: jobs,
  influxdb: jobs,
  mongodb: { by: "servers", account: (store: string) => `${store}-mongodb` },
  mysql: jobs,
  postgres: { by: "servers", account: (store: string) => store },
  qdrant: jobs,
} as const satisfies Readonly<
  Partial<Record<StoreWish["kind"], { readonly by: "jobs" | "servers"; readonly account: (store: string) => string }>>
>;

type CopiedKind = keyof typeof copiers;

/** Kinds that Jobs beside the servers copy. */
export type CopiedByJobs = {
  [Kind in CopiedKind]: (typeof copiers)[Kind]["by"] extends "jobs" ? Kind : never;
}[CopiedKind];

/** A store in the cluster of a kind that can be copied. */
export type CopiableWish = Extract<StoreWish, { kind: CopiedKind }>;

/** A store in the cluster that has to do with buckets. */
export type CopiedStore = CopiableWish & { readonly placement: "in-cluster" };

/** Whether a store can be copied to a bucket, were it in the cluster. */
export function isCopiable(wish: StoreWish): wish is CopiableWish {
  return wish.kind in copiers;
}

/** Whether a store in the cluster is copied to a bucket or begins from one. */
export function isCopiedStore(wish: StoreWish): wish is CopiedStore {
  if (!isCopiable(wish) || wish.placement !== "in-cluster") return false;
  return wish.backups !== undefined || wish.restoreFrom !== undefined;
}

/** Whether Jobs beside the servers copy a store. */
export function isCopiedByJobs(wish: CopiedStore): wish is Extract<CopiedStore, { kind: CopiedByJobs }> {
  return copiers[wish.kind].by === "jobs";
}

/** Whether Jobs beside the servers try a store's copies, as an account that may only read them. */
export function isTriedByJobs(wish: StoreWish, documentsBy: DocumentsBy = "agent"): wish is TriedByJobs {
  if (!isCopiedStore(wish) || wish.backups === undefined || wish.backups.test === "never") return false;
  return isCopiedByJobs(wish) || wish.kind === "cassandra" || decideDocumentJobs(wish, documentsBy) === "copy";
}

/** A store whose copies are tried as an account of its own. */
type TriedByJobs = CopiedStore & { readonly backups: NonNullable<CopiedStore["backups"]> };

/** Service account of the Jobs that try a store's copies, and name of its identity. No store is called so. */
export function copiesTrier(store: string): string {
  return `${store}-trial`;
}

/** The service account whose pods have the store's rights to buckets: its servers', or that of the Jobs that copy it. */
export function copyingAccount(store: string, kind: CopiedKind): string {
  return copiers[kind].account(store);
}

/**
 * Service account of the Jobs that say when a Cassandra is copied, let old nights go and bring one in, and name of their identity. No store is called so. What is
 * beside its nodes is known apart from them, and deletes nothing.
 */
export function nightsKeeper(store: string): string {
  return `${store}-backup`;
}

/** Who copies documents in the cluster: the agent beside each member, or Jobs where the cloud knows the agent by a key alone. */
export type DocumentsBy = "agent" | "jobs";

/** Service account of the Jobs that copy documents or try their copies, and name of its identity. No store is called so. */
export function documentsCopier(store: string): string {
  return `${store}-backup`;
}

/** Which rights the Jobs of a store of documents have: all that they copy and bring in, or what they try. Undefined where there are none. */
export function decideDocumentJobs(wish: StoreWish, by: DocumentsBy): "copy" | "try" | undefined {
  if (wish.kind !== "mongodb" || !isCopiedStore(wish)) return undefined;
  if (by === "jobs") return "copy";
  return wish.backups !== undefined && wish.backups.test !== "never" ? "try" : undefined;
}
