import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";
import { cassandra } from "../../schema/stores/cassandra.ts";

const at: At = (path) => ({ path: path.join(".") });

const good = {
  columns: { day: "date", visitor: "uuid", pages: "list<text>" },
  partitionKey: ["day"],
  clusteringKey: [{ column: "visitor" }],
};

/** What is wrong with the tables of a keyspace, and the ways out. */
function wrongWith(
  tables: Record<string, unknown>,
  more: object = {},
): { path: string; rule: string; wayOut: string }[] {
  const environment = exampleEnvironment({
    stores: { history: { kind: "cassandra", size: "medium", tables, ...more } },
    domains: {},
  });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => ({ path, rule, wayOut }));
}

describe("the tables of a keyspace", () => {
  it("break no rule where keys are made of their columns", () => {
    expect(wrongWith({ visits: good })).toEqual([]);
  });

  it("fail to be none, since nobody else may make any", () => {
    expect(wrongWith({})).toMatchObject([{ path: "stores.history.tables" }]);
  });

  it("fail with keys of columns that aren't there, and say which are", () => {
    expect(wrongWith({ visits: { ...good, partitionKey: ["dat"] } })).toEqual([
      {
        path: "stores.history.tables.visits.partitionKey.0",
        rule: "names no column of the table",
        wayOut: "did you mean day? the columns of the table are day, visitor, pages",
      },
    ]);
    expect(wrongWith({ visits: { ...good, clusteringKey: [{ column: "constructor" }] } })).toMatchObject([
      { path: "stores.history.tables.visits.clusteringKey.0.column" },
    ]);
  });

  it("fail with a column that is in both keys", () => {
    expect(wrongWith({ visits: { ...good, clusteringKey: [{ column: "day" }] } })).toMatchObject([
      { path: "stores.history.tables.visits.clusteringKey.0.column", rule: "is in the table's keys twice" },
    ]);
  });

  it("fail with a key that is a collection", () => {
    expect(wrongWith({ visits: { ...good, partitionKey: ["pages"] } })).toMatchObject([
      { path: "stores.history.tables.visits.partitionKey.0", rule: "is a list<text>, by which no row is found" },
    ]);
  });

  it("fail with names that every query would have to quote", () => {
    const columns = { ...good.columns, token: "text" };
    expect(wrongWith({ order: good, visits: { ...good, columns } })).toMatchObject([
      { path: "stores.history.tables.order", wayOut: "write another name, e.g. order_" },
      { path: "stores.history.tables.visits.columns.token" },
    ]);
  });
});

describe("the nodes of a keyspace", () => {
  it("fail where the cloud has them, by each field that would say nothing", () => {
    const more = { placement: "managed", nodes: 3, storageGiB: 100 };
    expect(wrongWith({ visits: good }, more)).toEqual([
      {
        path: "stores.history.nodes",
        rule: "is of no use: a managed keyspace has neither nodes nor disks of its own",
        wayOut: "delete nodes, or write placement: in-cluster",
      },
      expect.objectContaining({ path: "stores.history.storageGiB" }),
    ]);
    expect(wrongWith({ visits: good }, { nodes: 6, storageGiB: 100 })).toEqual([]);
    expect(wrongWith({ visits: good }, { placement: "managed" })).toEqual([]);
  });

  it("fail where they are too small to start", () => {
    expect(wrongWith({ visits: good }, { size: "small" })).toMatchObject([
      { path: "stores.history.size", wayOut: "write medium or larger" },
    ]);
  });
});

describe("the schema of a keyspace", () => {
  const withType = (type: string) =>
    cassandra.safeParse({ kind: "cassandra", tables: { visits: { columns: { a: type }, partitionKey: ["a"] } } })
      .success;

  it.each(["text", "timeuuid", "list<int>", "set<uuid>", "map<text, decimal>"])("knows the type %s", (type) => {
    expect(withType(type)).toBe(true);
  });

  it.each(["varchar2", "counter", "list<list<int>>", "map<text,int>", "map<text>", "frozen<text>", "TEXT", ""])(
    "fails with the type %s",
    (type) => {
      expect(withType(type)).toBe(false);
    },
  );

  it("is in the cluster unless it says otherwise, on one node or as many in each of three racks", () => {
    const parse = (more: object) => cassandra.safeParse({ kind: "cassandra", tables: { visits: good }, ...more });
    expect(parse({}).data).toMatchObject({ placement: "in-cluster", size: "small", dataClass: "internal" });
    expect([1, 3, 6].map((nodes) => parse({ nodes }).success)).toEqual([true, true, true]);
    expect([0, 2, 4, 33].map((nodes) => parse({ nodes }).success)).toEqual([false, false, false, false]);
  });
});
