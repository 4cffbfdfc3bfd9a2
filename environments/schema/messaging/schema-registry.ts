import { z } from "zod";

/** What a registry asks of a schema that follows another, as Confluent's API calls it. */
export const compatibility = z.enum([
  "backward",
  "backward-transitive",
  "forward",
  "forward-transitive",
  "full",
  "full-transitive",
]);

/** A registry of the schemas of a Kafka's messages. */
export const schemas = z.strictObject({
  compatibility: compatibility.default("backward-transitive").meta({
    description:
      "What a topic's new schema must be able to do. backward: read messages of the one before it, so that consumers go first; forward: be read by it, so that publishers go first; full: both. -transitive: with all before it, whose messages may still be there.",
  }),
});

/** In what format a topic's schema is written. */
export const topicSchema = z.enum(["avro", "json", "protobuf"]);

/** How fast services may be at one broker of an in-cluster Kafka. */
export const throughput = z.strictObject({
  of: z.enum(["all", "each"]).default("all").meta({
    description:
      "all: what services may do together, shared among those that work; each: what each service may do by itself. With each, Kafka can't stop publishers before a volume is full: every topic then says retentionGiB.",
  }),
  publishMiB: z.int().min(1).max(10_000).optional().meta({
    description: "MiB a second that one broker takes from services. - behaviour: no limit.",
  }),
  consumeMiB: z.int().min(1).max(10_000).optional().meta({
    description: "MiB a second that one broker gives to services. - behaviour: no limit.",
  }),
});

export type SchemasWish = z.infer<typeof schemas>;
