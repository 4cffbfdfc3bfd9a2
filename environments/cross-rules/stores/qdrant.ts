import type { Check } from "../../cross-rules.ts";
import { named } from "../services/every-service.ts";

/** A store of vectors has collections, which nobody else may make. */
export const vectorsHaveCollections: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "qdrant" && Object.keys(store.collections).length === 0
      ? [
          {
            ...at(["stores", name, "collections"]),
            rule: "is empty, and services may make no collections",
            wayOut: "write a collection with the size of its vectors, or leave the store out",
          },
        ]
      : [],
  );

/** Every node has a part of a collection's work. */
export const collectionsUseTheirNodes: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "qdrant"
      ? Object.entries(store.collections)
          .filter(([, { shards }]) => shards * Math.min(3, store.nodes) < store.nodes)
          .map(([collection, { shards }]) => ({
            ...at(["stores", name, "collections", collection, "shards"]),
            rule: `makes ${shards * Math.min(3, store.nodes)} copies of parts, fewer than the store's ${store.nodes} nodes: some would have nothing to do`,
            wayOut: `write ${Math.ceil(store.nodes / Math.min(3, store.nodes))} or more, or fewer nodes`,
          }))
      : [],
  );

/** Collections that begin from another store's copy have its vectors: nodes take what they are given without a look. */
export const restoredCollectionsFit: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) => {
    if (store.kind !== "qdrant" || store.restoreFrom === undefined) return [];
    const origin = named(stores, store.restoreFrom.store);
    if (origin?.kind !== "qdrant" || origin === store) return [];
    return Object.entries(store.collections).flatMap(([collection, wish]) => {
      const copied = named(origin.collections, collection);
      if (copied === undefined) return [];
      return (["size", "distance", "shards"] as const)
        .filter((field) => copied[field] !== wish[field])
        .map((field) => ({
          ...at(["stores", name, "collections", collection, field]),
          rule: `isn't that of store ${store.restoreFrom?.store}, from whose copy it begins (${copied[field]})`,
          wayOut: `write ${copied[field]}, or name the collection otherwise`,
        }));
    });
  });
