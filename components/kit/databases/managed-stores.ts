import type { StoreWish } from "../../../environments/schema/stores/stores.ts";

/** What is made of each store of a kind that the cloud is to run, by name. */
export function eachManaged<K extends StoreWish["kind"], T>(
  stores: Readonly<Record<string, StoreWish>>,
  kind: K,
  make: (store: string, wish: Extract<StoreWish, { kind: K }>) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(stores).flatMap(([store, wish]): [string, T][] =>
      wish.placement === "managed" && isOf(wish, kind) ? [[store, make(store, wish)]] : [],
    ),
  );
}

function isOf<K extends StoreWish["kind"]>(wish: StoreWish, kind: K): wish is Extract<StoreWish, { kind: K }> {
  return wish.kind === kind;
}
