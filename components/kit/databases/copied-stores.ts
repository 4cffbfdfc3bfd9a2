import type { StoreWish } from "../../../environments/schema/stores/stores.ts";

/** Kinds of stores that are copied to buckets where they run in the cluster. */
const copiedKinds = ["mongodb", "mysql", "postgres"] as const;

/** A store in the cluster of a kind that can be copied. */
type CopiableWish = Extract<StoreWish, { kind: (typeof copiedKinds)[number] }>;

/** A store in the cluster that has to do with buckets. */
export type CopiedStore = CopiableWish & { readonly placement: "in-cluster" };

/** Whether a store can be copied to a bucket, were it in the cluster. */
export function isCopiable(wish: StoreWish): wish is CopiableWish {
  return copiedKinds.some((kind) => kind === wish.kind);
}

/** Whether a store in the cluster is copied to a bucket or begins from one. */
export function isCopiedStore(wish: StoreWish): wish is CopiedStore {
  if (!isCopiable(wish) || wish.placement !== "in-cluster") return false;
  return wish.backups !== undefined || wish.restoreFrom !== undefined;
}

/** The service account whose pods have the store's rights to buckets: its servers', or that of the Jobs that copy it. */
export function copyingAccount(store: string, kind: CopiedStore["kind"]): string {
  switch (kind) {
    case "postgres":
      return store;
    case "mongodb":
      return `${store}-mongodb`;
    case "mysql":
      return `${store}-backup`;
    default:
      return kind satisfies never;
  }
}
