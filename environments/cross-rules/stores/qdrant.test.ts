import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

function wrongWith(wish: object) {
  const environment = exampleEnvironment({
    stores: { vectors: { kind: "qdrant", ...wish } },
    buckets: {},
    domains: {},
  });
  return crossRules(environment, at).map(({ path, wayOut }) => [path, wayOut]);
}

it("lets a store of vectors be that has collections for all of its nodes", () => {
  expect(wrongWith({ collections: { pictures: { size: 512 } } })).toEqual([]);
  expect(wrongWith({ nodes: 1, collections: { pictures: { size: 512, shards: 1 } } })).toEqual([]);
  expect(wrongWith({ nodes: 9, collections: { pictures: { size: 512, shards: 3 } } })).toEqual([]);
});

it("fails without a collection, since services may make none", () => {
  expect(wrongWith({ collections: {} })).toEqual([
    ["stores.vectors.collections", "write a collection with the size of its vectors, or leave the store out"],
  ]);
});

it("fails with nodes that no collection has a part for", () => {
  expect(wrongWith({ nodes: 9, collections: { pictures: { size: 512, shards: 2 } } })).toEqual([
    ["stores.vectors.collections.pictures.shards", "write 3 or more, or fewer nodes"],
  ]);
});

it("fails at a size in which a node doesn't start", () => {
  expect(wrongWith({ size: "micro", collections: { pictures: { size: 512 } } })).toEqual([
    ["stores.vectors.size", "write small or larger"],
  ]);
});

it("fails where a collection that begins from another store's copy has other vectors, and lets others be", () => {
  const restoreFrom = { bucket: "copies", store: "old" };
  const wrong = (wish: object, of: object) => {
    const backups = { bucket: "copies" };
    const old = { kind: "qdrant", backups, collections: { pictures: { size: 512 }, texts: { size: 384 } } };
    const stores = { old: { ...old, ...of }, vectors: { kind: "qdrant", restoreFrom, ...wish } };
    const environment = exampleEnvironment({ stores, buckets: { copies: { dataClass: "personal" } }, domains: {} });
    return crossRules(environment, at).map(({ path, wayOut }) => [path, wayOut]);
  };
  expect(wrong({ collections: { pictures: { size: 512 }, more: { size: 8 } } }, {})).toEqual([]);
  expect(wrong({ collections: { pictures: { size: 768, distance: "dot", shards: 6 } } }, {})).toEqual([
    ["stores.vectors.collections.pictures.size", "write 512, or name the collection otherwise"],
    ["stores.vectors.collections.pictures.distance", "write cosine, or name the collection otherwise"],
    ["stores.vectors.collections.pictures.shards", "write 3, or name the collection otherwise"],
  ]);
  expect(wrong({ collections: { pictures: { size: 512 } }, storageGiB: 10 }, { storageGiB: 40 })).toEqual([
    ["stores.vectors.storageGiB", "write 40 or more"],
  ]);
});
