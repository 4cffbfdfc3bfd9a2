import type { Check } from "../../cross-rules.ts";

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
