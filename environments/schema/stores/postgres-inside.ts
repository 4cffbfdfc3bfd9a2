import { z } from "zod";

/** A name that SQL takes without quotes. */
const sqlName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "must be 1 to 63 of a-z, 0-9 and _, not beginning with a digit");

/** A table, of the schema public or of the one before its dot. */
const tableName = z
  .string()
  .regex(
    /^([a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/,
    "must be a table's name of a-z, 0-9 and _, with a schema and a dot before it where that isn't public",
  );

/** Extensions that a database can ask for; where each of them is to be had says components/kit/databases/postgres/postgres-extensions.ts. */
export const postgresExtensions = [
  "btree_gin",
  "btree_gist",
  "citext",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "ltree",
  "pg_trgm",
  "pgaudit",
  "pgcrypto",
  "postgis",
  "tablefunc",
  "unaccent",
  "uuid-ossp",
  "vector",
] as const;

const audit = z
  .strictObject({
    tables: z
      .record(
        tableName,
        z.strictObject({
          hide: z.array(sqlName).max(100).default([]).meta({
            description: "Columns of which the log says that they changed, and never what they held. - default: none.",
          }),
        }),
      )
      .meta({
        description: "The tables, which services make by their migrations. Each needs a primary key.",
        examples: [{ orders: { hide: ["email"] } }],
      }),
    keepDays: z
      .int()
      .min(31)
      .max(3660)
      .default(400)
      .meta({ description: "Days that the log is kept, by whole months." }),
  })
  .meta({
    description:
      "Write down who changed which row of tables, and what it was before and after, in audit.log, which no service can read or change. - behaviour: nothing is.",
  });

const partitions = z
  .record(
    tableName,
    z.strictObject({
      column: sqlName.meta({ description: "The date or timestamp by whose range the table is partitioned." }),
      every: z.enum(["day", "week", "month"]).default("month").meta({ description: "Time that each partition holds." }),
      ahead: z
        .int()
        .min(1)
        .max(60)
        .default(3)
        .meta({ description: "Partitions that are made before they are needed." }),
      keepDays: z.int().min(1).max(36500).optional().meta({
        description: "Days after which a partition is dropped with its rows. - behaviour: none is.",
      }),
    }),
  )
  .meta({
    description:
      "Tables that services make with PARTITION BY RANGE on a time: their partitions are made and dropped by a Job. - behaviour: services do it.",
    examples: [{ readings: { column: "at", every: "day", keepDays: 90 } }],
  });

const tenancy = z
  .strictObject({
    column: sqlName.default("tenant").meta({ description: "The column that says whose a row is." }),
    tables: z
      .array(tableName)
      .min(1)
      .max(500)
      .meta({ description: "The tables, which services make by their migrations." }),
  })
  .meta({
    description:
      "Rows of tables are seen and written only by who says whose they are, in the transaction: SET LOCAL app.tenant = '…'. Who says nothing sees none. It binds the tables' owners as well. - behaviour: who may read a table reads all of it.",
  });

/** What PostgreSQL's wish says of the inside of its database. */
export const postgresInside = {
  extensions: z.array(z.enum(postgresExtensions)).max(postgresExtensions.length).optional().meta({
    description:
      "Extensions that the database has, e.g. vector for embeddings and search by likeness. - behaviour: none.",
  }),
  audit: audit.optional(),
  partitions: partitions.optional(),
  tenancy: tenancy.optional(),
  columnEncryption: z.boolean().optional().meta({
    description:
      "Give services functions (platform.seal, unseal, blind) that encrypt values with a key which they alone have and bring along: name it under their secrets. docs/stores/postgres.md says from whom it protects. - behaviour: none.",
  }),
};

export type PostgresExtension = (typeof postgresExtensions)[number];
