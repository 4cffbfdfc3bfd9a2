import type { CassandraTableWish, CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import type { ManagedCassandraSpec } from "../../cloud.ts";
import { cassandraWish } from "./cassandra-kit.contract.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

type Others<W> = { readonly [F in keyof W]-?: Pick<W, F> };

const table: CassandraTableWish = {
  columns: { customer: "uuid", placed: "timestamp", total: "decimal" },
  partitionKey: ["customer"],
  clusteringKey: [{ column: "placed", order: "descending" }],
  ttlDays: 30,
};

const otherTables: Others<CassandraTableWish> = {
  columns: { columns: { ...table.columns, total: "text" } },
  partitionKey: { partitionKey: ["customer", "total"] },
  clusteringKey: { clusteringKey: [{ column: "placed", order: "ascending" }] },
  ttlDays: { ttlDays: 60 },
};

const wishing =
  (change: Partial<CassandraWish>): Build =>
  (kit) =>
    kit.cassandra({ wish: { ...cassandraWish, ...change } });

/** Fields of a keyspace and of its tables. Its logins are no resources: the contract asks for them elsewhere. */
export const cassandra: Asked<ManagedCassandraSpec> = {
  wish: {
    "wish.size": wishing({ size: "2xlarge" }),
    "wish.tables": wishing({ tables: { ...cassandraWish.tables, customers: table } }),
    ...Object.fromEntries(
      Object.entries(otherTables).map(([field, other]): [string, Build] => [
        `wish.tables.${field}`,
        wishing({ tables: { orders_by_customer: { ...table, ...other } } }),
      ]),
    ),
  },
  keyspace: { keyspace: (kit) => kit.cassandra({ keyspace: "shop_other" }) },
  users: { elsewhere: "a test of its own in the contract" },
  backupDays: { backupDays: (kit) => kit.cassandra({ backupDays: 7 }) },
  network: { network: (kit) => kit.cassandra({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.cassandra({ key: false }) },
  tags: { tags: (kit) => kit.cassandra({ tags: otherTags }) },
  protect: { protect: (kit) => kit.cassandra({ protect: false }) },
};

/** Rights to a keyspace, where services log in by their identity. */
export const keyspaceGrant = { kind: "keyspace", keyspace: "history", access: "read" } as const;
