import type { At, Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { CassandraTableWish } from "../../schema/stores/cassandra.ts";
import type { Environment } from "../../schema/environment.ts";
import type { Path } from "../../tree.ts";
import { named } from "../services/every-service.ts";

interface PlacedTable {
  readonly store: string;
  readonly name: string;
  readonly table: CassandraTableWish;
  readonly path: Path;
}

/** Every table of every store, in order. */
function everyTable({ stores }: Pick<Environment, "stores">): PlacedTable[] {
  return Object.entries(stores).flatMap(([store, wish]) =>
    wish.kind === "cassandra"
      ? Object.entries(wish.tables).map(([name, table]) => ({
          store,
          name,
          table,
          path: ["stores", store, "tables", name],
        }))
      : [],
  );
}

/** A keyspace has tables, which nobody else may make. */
export const keyspacesHaveTables: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "cassandra" && Object.keys(store.tables).length === 0
      ? [
          {
            ...at(["stores", name, "tables"]),
            rule: "is empty, and services may make no tables",
            wayOut: "write a table with columns and a partitionKey, or leave the store out",
          },
        ]
      : [],
  );

interface KeyColumn {
  readonly column: string;
  readonly path: Path;
}

function keyColumns({ table, path }: PlacedTable): KeyColumn[] {
  return [
    ...table.partitionKey.map((column, index) => ({ column, path: [...path, "partitionKey", index] })),
    ...table.clusteringKey.map(({ column }, index) => ({ column, path: [...path, "clusteringKey", index, "column"] })),
  ];
}

/** A keyspace says how many nodes hold it, and on which disks, where they are in the cluster. */
export const nodesAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "cassandra" && store.placement === "managed"
      ? (["nodes", "storageGiB"] as const)
          .filter((field) => store[field] !== undefined)
          .map((field) => ({
            ...at(["stores", name, field]),
            rule: "is of no use: a managed keyspace has neither nodes nor disks of its own",
            wayOut: `delete ${field}, or write placement: in-cluster`,
          }))
      : [],
  );

/** Keys are made of columns of the table, each once, and none of them a collection. */
export const tableKeysAreColumns: Check = (environment, at) =>
  everyTable(environment).flatMap((placed) => {
    const keys = keyColumns(placed);
    return keys.flatMap((key, index) => keyProblem(placed, key, keys.slice(0, index), at));
  });

function keyProblem({ table }: PlacedTable, key: KeyColumn, before: readonly KeyColumn[], at: At): ReturnType<Check> {
  const { column, path } = key;
  const type = named(table.columns, column);
  if (type === undefined) {
    const choose = chooser("columns of the table");
    return [
      { ...at(path), rule: "names no column of the table", wayOut: choose(column, () => Object.keys(table.columns)) },
    ];
  }
  if (before.some((other) => other.column === column))
    return [{ ...at(path), rule: "is in the table's keys twice", wayOut: "name it once" }];
  if (!type.includes("<")) return [];
  return [{ ...at(path), rule: `is a ${type}, by which no row is found`, wayOut: "name a column of a scalar type" }];
}

/**
 * Words that CQL keeps to itself: a table or column called so has to be quoted in every query.
 * https://cassandra.apache.org/doc/latest/cassandra/developing/cql/appendices.html#appendix-A
 */
const reservedWords: ReadonlySet<string> = new Set(
  (
    "add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop " +
    "entries execute for from full grant if in index infinity insert into is keyspace limit materialized mbean mbeans " +
    "modify nan norecursive not null of on or order primary rename replace revoke schema select set table to token " +
    "truncate unlogged unset update use using view where with"
  ).split(" "),
);

/** Tables and columns have names that need no quotes. */
export const cqlNamesNeedNoQuotes: Check = (environment, at) =>
  everyTable(environment).flatMap(({ name, table, path }) => {
    const columns = Object.keys(table.columns).map((column): [string, Path] => [column, [...path, "columns", column]]);
    const names: [string, Path][] = [[name, path], ...columns];
    return names
      .filter(([word]) => reservedWords.has(word))
      .map(([word, place]) => ({
        ...at(place, "key"),
        rule: `is a word of CQL's own (${word.toUpperCase()}), so that every query would have to quote it`,
        wayOut: `write another name, e.g. ${word}_`,
      }));
  });
