import { z } from "zod";
import { size } from "../names.ts";
import { restoreFromDump, snapshots } from "./backups.ts";
import { anywhere, storageGiB } from "./store-fields.ts";

/** What is found by, and how its values are compared. https://qdrant.tech/documentation/concepts/indexing/ */
const indexType = z
  .enum(["keyword", "integer", "float", "bool", "datetime", "geo", "text", "uuid"])
  .meta({ description: "What the values of the field are." });

/** A collection: made with the store, so that none is without its copies. */
export const vectorCollection = z.strictObject({
  size: z
    .int()
    .min(1)
    .max(65536)
    .meta({
      description: "Numbers in each vector, as the model that makes them gives. Can't be changed.",
      examples: [384, 768, 1536],
    }),
  distance: z.enum(["cosine", "dot", "euclid", "manhattan"]).default("cosine").meta({
    description: "How near two vectors are, as the model's makers say. Can't be changed.",
  }),
  shards: z.int().min(1).max(27).default(3).meta({
    description: "Parts that nodes share: no more nodes can work on it than shards times copies. Can't be changed.",
  }),
  onDisk: z.boolean().default(false).meta({
    description:
      "Read vectors from the volume when they are asked for, and not into memory: for many that few look for.",
  }),
  quantization: z.enum(["scalar", "binary"]).optional().meta({
    description:
      "Search in smaller copies of vectors, which are always in memory, and compare the best by the whole: scalar is a quarter of them, binary a thirty-second, for models with many dimensions. - behaviour: no copies.",
  }),
  indexes: z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z_][A-Za-z0-9_-]{0,62}(\.[A-Za-z_][A-Za-z0-9_-]{0,62}){0,3}$/,
          "must be a field of the payload, or up to four with dots between",
        ),
      indexType,
    )
    .default({})
    .meta({
      description:
        "Fields of payloads that filters may name; the others are refused, since a filter without an index reads everything. - behaviour: none.",
    }),
});

/** Vectors with what belongs to them, found by likeness: Qdrant, in the cluster. */
export const qdrant = z.strictObject({
  kind: z.literal("qdrant").meta({ description: "Qdrant: vectors, found by likeness." }),
  ...anywhere,
  placement: z.literal("in-cluster").default("in-cluster").meta({ description: "No cloud has it as a service." }),
  size: size.default("small").meta({
    description:
      "Of each node. Vectors that aren't on disk want four bytes for each of their numbers, and half as much besides.",
  }),
  nodes: z.literal([1, 3, 5, 7, 9]).default(3).meta({
    description: "1 for a laptop, else an odd number of 3 or more, more than half of which have to be there.",
  }),
  storageGiB: storageGiB("Volume of each node"),
  backups: snapshots.optional(),
  restoreFrom: restoreFromDump.optional(),
  collections: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, "must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter"),
      vectorCollection,
    )
    .meta({ description: "Collections by name. Services read and write points; they make no collections." }),
});

export type QdrantWish = z.infer<typeof qdrant>;
export type VectorCollectionWish = z.infer<typeof vectorCollection>;
