import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

const backups = { bucket: "copies" };
const store = (changes: object = {}) => ({ kind: "postgres", dataClass: "personal", backups, ...changes });
const bucket = (changes: object = {}) => ({ dataClass: "personal", ...changes });

/** What is wrong with stores and buckets, and the ways out. */
function wrongWith(stores: object, buckets: object, more: object = {}) {
  const environment = exampleEnvironment({ stores, buckets, domains: {}, ...more });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => ({ path, rule, wayOut }));
}

/** Of one store and one bucket. */
const wrongWithOne = (ofStore: object = {}, ofBucket: object = {}) =>
  wrongWith({ orders: store(ofStore) }, { copies: bucket(ofBucket) });

describe("backups of a store in the cluster", () => {
  it("break no rule with a bucket of their own that is guarded as the store is", () => {
    expect(wrongWithOne()).toEqual([]);
  });

  it("fail for a managed store, as does restoring one", () => {
    const wrong = wrongWithOne({ placement: "managed", restoreFrom: { bucket: "copies", store: "old" } });
    expect(wrong.map(({ path }) => path)).toEqual(["stores.orders.backups", "stores.orders.restoreFrom"]);
    expect(wrong[0]?.wayOut).toBe("delete backups, or write placement: in-cluster");
  });

  it("fail with a bucket that isn't there, and say which are", () => {
    expect(wrongWithOne({ backups: { bucket: "copie" } })).toEqual([
      {
        path: "stores.orders.backups.bucket",
        rule: "names no bucket of buckets",
        wayOut: "did you mean copies? the buckets are copies",
      },
    ]);
    const restoreFrom = { bucket: "constructor", store: "old" };
    expect(wrongWithOne({ restoreFrom })).toMatchObject([{ path: "stores.orders.restoreFrom.bucket" }]);
  });

  it("fail in a bucket that is guarded less, and in a public one whatever the store holds", () => {
    expect(wrongWithOne({}, { dataClass: "confidential" })).toMatchObject([
      { path: "buckets.copies.dataClass", wayOut: "write personal" },
    ]);
    expect(wrongWithOne({ dataClass: "internal" }, { dataClass: "confidential" })).toEqual([]);
    expect(wrongWithOne({ dataClass: "public" }, { dataClass: "public" })).toMatchObject([
      { path: "buckets.copies.dataClass", wayOut: "write internal" },
    ]);
  });

  it("fail in a bucket that locks objects", () => {
    expect(wrongWithOne({}, { retentionDays: 1 })).toMatchObject([{ path: "buckets.copies.retentionDays" }]);
  });

  it("fail in a bucket that may delete the last of them, by the days that are kept and a week", () => {
    expect(wrongWithOne({ pitrDays: 14 }, { deleteAfterDays: 36 })).toMatchObject([
      {
        path: "buckets.copies.deleteAfterDays",
        wayOut: "delete it, since backups are deleted by themselves, or write 37 or more",
      },
    ]);
    expect(wrongWithOne({ pitrDays: 14 }, { deleteAfterDays: 37 })).toEqual([]);
    expect(wrongWithOne({ pitrDays: 35 }, { deleteAfterDays: 41 })).toHaveLength(1);
    expect(wrongWithOne({ pitrDays: 35 }, { deleteAfterDays: 42 })).toEqual([]);
  });

  it("fail in a bucket of another store's, unless one began from the other", () => {
    const two = (ofSecond: object) =>
      wrongWith({ orders: store(), second: store(ofSecond) }, { copies: bucket(), others: bucket() });
    expect(two({})).toMatchObject([{ path: "stores.second.backups.bucket" }]);
    expect(two({ backups: { bucket: "others" } })).toEqual([]);
    expect(two({ restoreFrom: { bucket: "copies", store: "orders" } })).toEqual([]);
  });

  it.each([
    ["written first", ["orders", "second"]],
    ["written last", ["second", "orders"]],
  ])("let two share a bucket where one begins from the other, which is %s", (_, order) => {
    const both: Record<string, object> = {
      orders: store(),
      second: store({ restoreFrom: { bucket: "copies", store: "orders" } }),
    };
    const stores = Object.fromEntries(order.map((name) => [name, both[name]]));
    expect(wrongWith(stores, { copies: bucket() })).toEqual([]);
  });

  it("aren't shared with a store that begins from its own, or from a third one's", () => {
    const own = {
      kind: "mysql",
      engine: "mariadb",
      dataClass: "personal",
      backups,
      restoreFrom: { bucket: "copies", store: "ledger" },
    };
    const other = { kind: "mysql", engine: "mariadb", dataClass: "personal", backups };
    const paths = (stores: object) => wrongWith(stores, { copies: bucket() }).map(({ path }) => path);
    expect(paths({ ledger: own, other })).toEqual(["stores.other.backups.bucket"]);
    expect(paths({ other, ledger: own })).toEqual(["stores.ledger.backups.bucket"]);
    const second = { ...own, restoreFrom: { bucket: "copies", store: "gone" } };
    expect(paths({ second, other })).toEqual(["stores.other.backups.bucket"]);
  });

  it("fail in a bucket that a service or a function uses", () => {
    const service = { image: "shop/report:1.0.0", buckets: { copies: "read" } };
    const wrong = wrongWith(
      { orders: store() },
      { copies: bucket(), others: bucket() },
      { domains: { shop: { owner: "shop", services: { report: service } } } },
    );
    expect(wrong).toMatchObject([{ path: "domains.shop.services.report.buckets.copies" }]);
    const events = {
      queues: { jobs: {} },
      functions: {
        work: { image: "shop/work:1.0.0", on: { source: "queue", name: "jobs" }, buckets: { copies: "read" } },
      },
    };
    expect(wrongWith({ orders: store() }, { copies: bucket() }, { events }).map(({ path }) => path)).toContain(
      "events.functions.work.buckets.copies",
    );
  });
});

describe("a store that begins from backups", () => {
  const restored = (changes: object = {}) =>
    wrongWith(
      {
        orders: store({ version: "17", storageGiB: 50 }),
        second: store({ storageGiB: 50, ...changes, restoreFrom: { bucket: "copies", store: "orders" } }),
      },
      { copies: bucket(), others: bucket() },
    );

  it("breaks no rule when it can hold them", () => {
    expect(restored()).toEqual([]);
    expect(restored({ backups: undefined })).toEqual([]);
  });

  it.each([
    [{ version: "18" }, "version"],
    [{ storageGiB: 49 }, "storageGiB"],
    [{ dataClass: "internal", backups: undefined }, "dataClass"],
  ])("fails with %j, which the other's don't fit into", (changes, field) => {
    expect(restored(changes).map(({ path }) => path)).toEqual([`stores.second.${field}`]);
  });

  it("fails to be less guarded than the bucket, or of another kind than who backs up there, when the other one is gone", () => {
    const clicks = {
      kind: "clickhouse",
      dataClass: "internal",
      restoreFrom: { bucket: "copies", store: "gone" },
    };
    expect(wrongWith({ clicks }, { copies: bucket() })).toMatchObject([
      { path: "stores.clicks.dataClass", wayOut: "write personal" },
    ]);
    const wrong = wrongWith({ orders: store(), clicks: { ...clicks, dataClass: "personal" } }, { copies: bucket() });
    expect(wrong).toMatchObject([
      {
        path: "stores.clicks.restoreFrom.bucket",
        rule: "holds the backups of store orders, a postgres, which a clickhouse can't read and has no business with",
      },
    ]);
    expect(wrongWith({ clicks }, { copies: bucket({ dataClass: "internal" }) })).toEqual([]);
  });

  it("fails to be less guarded than the other one, where the bucket is less guarded by now", () => {
    const second = store({
      dataClass: "internal",
      backups: undefined,
      restoreFrom: { bucket: "old", store: "orders" },
    });
    const wrong = wrongWith({ orders: store(), second }, { copies: bucket(), old: bucket({ dataClass: "internal" }) });
    expect(wrong).toMatchObject([{ path: "stores.second.dataClass", wayOut: "write personal" }]);
  });

  it("fails to be the one that was backed up", () => {
    const restoreFrom = { bucket: "copies", store: "orders" };
    expect(wrongWithOne({ restoreFrom })).toMatchObject([
      {
        path: "stores.orders.restoreFrom.store",
        wayOut: "give the store another name, e.g. orders-2, and let services use that",
      },
    ]);
  });
});

describe("backups of documents and of MariaDB in the cluster", () => {
  const kinds = [
    ["mongodb", {}],
    ["mysql", { engine: "mariadb" }],
  ] as const;

  it.each(kinds)("keep to the rules of PostgreSQL's: %s", (kind, changes) => {
    const wish = { kind, ...changes, dataClass: "personal", backups };
    expect(wrongWith({ ledger: wish }, { copies: bucket() })).toEqual([]);
    expect(wrongWith({ ledger: wish }, {}).map(({ path }) => path)).toEqual(["stores.ledger.backups.bucket"]);
    const managed = wrongWith({ ledger: { ...wish, placement: "managed" } }, { copies: bucket() });
    expect(managed.map(({ path }) => path)).toContain("stores.ledger.backups");
    expect(wrongWith({ ledger: wish, orders: store() }, { copies: bucket() })).toMatchObject([
      { rule: "holds the backups of store ledger, which this store's servers could read and delete" },
    ]);
  });

  it.each(kinds)("can't begin from those of another kind: %s", (kind, changes) => {
    const restoreFrom = { bucket: "copies", store: "orders" };
    const second = { kind, ...changes, dataClass: "personal", restoreFrom };
    expect(wrongWith({ orders: store(), second }, { copies: bucket() })).toMatchObject([
      {
        path: "stores.second.restoreFrom.store",
        rule: `is a postgres, whose backups a ${kind} can't read`,
        wayOut: `name a store of kind ${kind}`,
      },
    ]);
  });

  it("let a MariaDB of a newer version begin from an older one's, and one of the same name from its own", () => {
    const mariadb = { kind: "mysql", engine: "mariadb", dataClass: "personal" };
    const restoreFrom = { bucket: "copies", store: "ledger" };
    const newer = { ...mariadb, version: "11.8", restoreFrom };
    const ledger = { ...mariadb, version: "11.4", backups };
    expect(wrongWith({ ledger, newer }, { copies: bucket() })).toEqual([]);
    expect(wrongWith({ ledger: { ...ledger, restoreFrom } }, { copies: bucket() })).toEqual([]);
  });
});

describe("a Cassandra that begins from another's night", () => {
  const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };
  const sums = { kind: "cassandra", placement: "in-cluster", size: "medium", dataClass: "personal", tables };
  const restored = (origin: object, changes: object) =>
    wrongWith(
      {
        "old-sums": { ...sums, ...origin },
        sums: { ...sums, restoreFrom: { bucket: "copies", store: "old-sums" }, ...changes },
      },
      { copies: bucket() },
    );

  it("may have another number of nodes, when they have as much room", () => {
    expect(restored({ nodes: 6, storageGiB: 50 }, { nodes: 3, storageGiB: 100 })).toEqual([]);
  });

  it("fails where its nodes together have less room for rows", () => {
    expect(restored({ nodes: 6, storageGiB: 50 }, { nodes: 3, storageGiB: 60 })).toEqual([
      {
        path: "stores.sums.nodes",
        rule: "3 nodes of 60 GiB have room for 60 GiB of rows, store old-sums for 100",
        wayOut: "write nodes: 6, or a storageGiB of 100",
      },
    ]);
  });

  it("fails where what one node had doesn't fit on the disk on which it arrives", () => {
    const wrong = restored({ storageGiB: 50 }, { nodes: 6, storageGiB: 30 });
    expect(wrong.map(({ path, wayOut }) => [path, wayOut])).toEqual([["stores.sums.storageGiB", "write 50 or more"]]);
  });
});
