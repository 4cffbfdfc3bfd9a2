import { z } from "zod";
import { size } from "../names.ts";
import { nightlyCopies, restoreFromDump } from "./backups.ts";
import { anywhere } from "./store-fields.ts";

/**
 * Name of a table or column. CQL writes a name without quotes in lower case.
 * https://cassandra.apache.org/doc/latest/cassandra/developing/cql/definitions.html#identifiers
 */
const cqlName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, "must be 1 to 48 of a-z, 0-9 and _, beginning with a letter")
  .meta({ description: "Name in CQL: 1 to 48 of a-z, 0-9 and _, beginning with a letter." });

/**
 * Types of a column that every service with CQL knows, without `counter`, whose tables are made otherwise.
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html#cql.data-types
 * https://learn.microsoft.com/azure/cosmos-db/cassandra/support#cql-data-types
 */
const scalarTypes = [
  "ascii",
  "bigint",
  "blob",
  "boolean",
  "date",
  "decimal",
  "double",
  "float",
  "inet",
  "int",
  "smallint",
  "text",
  "time",
  "timestamp",
  "timeuuid",
  "tinyint",
  "uuid",
  "varint",
] as const;

const scalar = `(?:${scalarTypes.join("|")})`;
const columnType = z
  .string()
  .regex(
    new RegExp(`^(?:${scalar}|list<${scalar}>|set<${scalar}>|map<${scalar}, ${scalar}>)$`),
    "must be a type of CQL such as text, uuid or timestamp, or a list<T>, set<T> or map<K, V> of them",
  )
  .meta({
    description: "Type in CQL: a scalar, or list<T>, set<T> or map<K, V> of scalars.",
    examples: ["text", "uuid", "map<text, text>"],
  });

const clusteringColumn = z.strictObject({
  column: cqlName,
  order: z
    .enum(["ascending", "descending"])
    .default("ascending")
    .meta({ description: "How the rows of a partition are sorted by it." }),
});

/** A table: made with the keyspace, so that none is without the customer key and its backups. */
export const cassandraTable = z.strictObject({
  columns: z.record(cqlName, columnType).meta({
    description:
      "Types of all columns by name. One can be added later. To drop one makes a managed table anew; in the cluster it stays, and people drop it.",
  }),
  partitionKey: z
    .array(cqlName)
    .min(1)
    .max(8)
    .meta({ description: "Columns that say in which partition a row is. Every query names them. Can't be changed." }),
  clusteringKey: z.array(clusteringColumn).max(8).default([]).meta({
    description:
      "Columns that tell the rows of a partition apart, and their order. Can't be changed. - behaviour: none.",
  }),
  ttlDays: z.int().min(1).max(7300).optional().meta({
    description: "Days after which a row that says nothing itself is gone. - behaviour: rows stay.",
  }),
});

/**
 * A keyspace with its tables behind CQL, as the cloud's own service or in the cluster: what is written is in three places or
 * more before the client is told. Write with LOCAL_QUORUM and read with LOCAL_QUORUM or LOCAL_ONE, which all of them understand.
 */
export const cassandra = z.strictObject({
  kind: z.literal("cassandra").meta({ description: "A keyspace behind CQL, Cassandra's language." }),
  ...anywhere,
  size: size.default("small").meta({
    description:
      "Of each node in the cluster, where Cassandra needs medium or larger; else the most that its tables take in together, where the cloud sells throughput and not requests.",
  }),
  nodes: z.literal([1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]).optional().meta({
    description:
      "Nodes in the cluster: 1 for a laptop, else as many in each of three racks. It can be raised. - behaviour: 3 in the cluster; the cloud's business of a managed one.",
  }),
  storageGiB: z.int().min(1).max(16384).optional().meta({
    description:
      "Data volume of each node in the cluster, in GiB. Half of it has to stay free for what is being rewritten. - behaviour: 20 in the cluster; the cloud's business of a managed one.",
  }),
  backups: nightlyCopies.optional(),
  restoreFrom: restoreFromDump.optional(),
  tables: z.record(cqlName, cassandraTable).meta({
    description: "Tables by name. Services read and write rows; they make no tables.",
  }),
});

export type CassandraWish = z.infer<typeof cassandra>;
export type CassandraTableWish = z.infer<typeof cassandraTable>;
