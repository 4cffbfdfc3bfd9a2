import type { QdrantWish, VectorCollectionWish } from "../../../../environments/schema/stores/qdrant.ts";
import { canonicalJson } from "../../names.ts";
import { qdrantScript } from "./qdrant-script.ts";
import { decideQdrantCopies, decideQdrantNodes, qdrantPod } from "./qdrant.ts";

/** Files of the Job that makes collections. */
export type QdrantSetupFiles = Readonly<Record<"setup.sh" | "collections" | "indexes" | "changes" | "nodes", string>>;

/** Where the Job finds its files. It sets no passwords. */
export const qdrantSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/**
 * Makes the collections that are wished for, with their copies and indexes. It can run any number of times. A collection that is no longer wished for
 * stays, and one whose vectors or shards are others is left as it is and the Job fails, since either would lose what is in it.
 * https://api.qdrant.tech/api-reference
 */
export function decideQdrantSetup(store: string, wish: Pick<QdrantWish, "nodes" | "collections">): QdrantSetupFiles {
  const wishes = Object.entries(wish.collections).sort(([a], [b]) => (a < b ? -1 : 1));
  const { copies, written } = decideQdrantCopies(wish);
  const copied = { replication_factor: copies, write_consistency_factor: written };
  return {
    "setup.sh": qdrantScript,
    collections: lines(
      wishes.map(([name, collection]) => {
        const { size, distance } = vectorsOf(collection);
        const made = { ...decideQdrantCollection(collection), ...copied };
        return `${name} ${size} ${distance} ${collection.shards} ${canonicalJson(made)}`;
      }),
    ),
    changes: lines(wishes.map(([name, collection]) => `${name} ${canonicalJson(changesOf(collection, copied))}`)),
    indexes: lines(
      wishes.flatMap(([name, { indexes }]) =>
        Object.entries(indexes)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([field, type]) => `${name} ${canonicalJson({ field_name: field, field_schema: type })}`),
      ),
    ),
    nodes: lines(decideQdrantNodes(store, wish).map(qdrantPod)),
  };
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** In the server's words. */
const distances = { cosine: "Cosine", dot: "Dot", euclid: "Euclid", manhattan: "Manhattan" } as const;

function vectorsOf({ size, distance, onDisk }: VectorCollectionWish) {
  return { size, distance: distances[distance], on_disk: onDisk };
}

/** Smaller copies are always in memory: that is what they are for. https://qdrant.tech/documentation/guides/quantization/ */
const quantizations = {
  scalar: { scalar: { type: "int8", quantile: 0.99, always_ram: true } },
  binary: { binary: { always_ram: true } },
} as const;

/**
 * What no request may ask for: it would take a node's time or memory from all others. Filters name indexed fields alone.
 * https://qdrant.tech/documentation/guides/administration/#strict-mode
 */
const strictMode = {
  enabled: true,
  max_query_limit: 1000,
  max_timeout: 60,
  search_max_hnsw_ef: 1024,
  search_max_oversampling: 10,
  upsert_max_batchsize: 1000,
  search_max_batchsize: 100,
  filter_max_conditions: 100,
  condition_max_size: 1000,
  unindexed_filtering_retrieve: false,
  unindexed_filtering_update: false,
} as const;

/** What a collection is made with, but for its copies. */
export function decideQdrantCollection(wish: VectorCollectionWish) {
  const { shards, quantization } = wish;
  return {
    vectors: vectorsOf(wish),
    shard_number: shards,
    on_disk_payload: true,
    ...(quantization === undefined ? {} : { quantization_config: quantizations[quantization] }),
    strict_mode_config: strictMode,
  };
}

/** What can be changed of one that is there: the only vector of its points has no name. */
function changesOf({ onDisk, quantization }: VectorCollectionWish, params: object) {
  return {
    params,
    vectors: { "": { on_disk: onDisk } },
    quantization_config: quantization === undefined ? "Disabled" : quantizations[quantization],
    strict_mode_config: strictMode,
  };
}
