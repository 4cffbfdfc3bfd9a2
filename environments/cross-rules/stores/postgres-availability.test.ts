import { describe, expect, it } from "vitest";
import { crossRules } from "../../cross-rules.ts";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";

const backups = { bucket: "copies" };
const twin = { environment: "shop-there", bucket: "s3://there", begins: "new", primary: "shop-test" };

function problems(orders: object, more: { readonly stores?: object; readonly uses?: object } = {}) {
  const service = { image: "shop/order:1", uses: more.uses ?? {} };
  const environment = exampleEnvironment({
    stores: { orders: { kind: "postgres", dataClass: "internal", ...orders }, ...more.stores },
    buckets: { copies: { dataClass: "internal" } },
    domains: { shop: { owner: "shop", services: { order: service } } },
  });
  const at = (path: readonly (string | number)[]) => ({ path: path.join(".") });
  return crossRules(environment, at).map(({ path, rule }) => `${path} ${rule}`);
}

describe("a synchronous PostgreSQL", () => {
  it("has servers enough for the loss of a zone", () => {
    for (const replicas of [2, 4, 5]) expect(problems({ durability: "synchronous", replicas })).toEqual([]);
    for (const replicas of [0, 1, 3])
      expect(problems({ durability: "synchronous", replicas })).toEqual([
        expect.stringMatching(/^stores\.orders\.replicas is too few or uneven/),
      ]);
  });

  it("is the cloud's to make where it is managed, and asynchronous takes no servers", () => {
    expect(problems({ durability: "synchronous", replicas: 0, placement: "managed" })).toEqual([]);
    expect(problems({ durability: "asynchronous", replicas: 0 })).toEqual([]);
  });
});

describe("a PostgreSQL of several databases", () => {
  const shards = { count: 11, key: "customer_id" };

  it("has their names for itself, and room for their numbers", () => {
    expect(problems({ shards, backups })).toEqual([]);
    const stores = { "orders-3": { kind: "redis" }, "orders-4-trial": { kind: "redis" } };
    expect(problems({ shards, backups }, { stores })).toEqual([
      expect.stringMatching(/^stores\.orders-3 is what the store orders calls/),
      expect.stringMatching(/^stores\.orders-4-trial is what the store orders calls/),
    ]);
    const long = { "a-name-of-twenty-eight-chars": { kind: "postgres", shards } };
    expect(problems({}, { stores: long })).toEqual([expect.stringMatching(/names of 31 characters, where 30/)]);
  });

  it("begins empty, and nobody reads its log", () => {
    expect(problems({ shards, restoreFrom: { bucket: "copies", store: "old" } })).toEqual([
      expect.stringMatching(/^stores\.orders\.restoreFrom is of one database/),
    ]);
    expect(problems({ shards, backups, twin })).toContainEqual(
      expect.stringMatching(/^stores\.orders\.twin is of one database/),
    );
  });

  it("leaves no variable of a service to another hand", () => {
    const stores = { "orders-0-read": { kind: "postgres" } };
    const uses = { orders: "read", "orders-0-read": "read" };
    expect(problems({ shards }, { stores, uses })).toEqual([
      expect.stringMatching(/which both set the variable ORDERS_0_READ_HOST/),
    ]);
  });
});

describe("a PostgreSQL with a twin", () => {
  const follower = { ...twin, begins: "copy", primary: "shop-there" };
  const untried = { ...backups, test: "never" };

  it("is written to here, or follows and is used by nobody", () => {
    expect(problems({ backups, twin }, { uses: { orders: "read-write" } })).toEqual([]);
    expect(problems({ backups: untried, twin: follower })).toEqual([]);
    expect(problems({ backups: untried, twin: follower }, { uses: { orders: "read" } })).toEqual([
      expect.stringMatching(/uses\.orders follows the servers of another environment/),
    ]);
    expect(problems({ backups, twin: follower })).toEqual([
      expect.stringMatching(/^stores\.orders\.backups\.test marks the store/),
    ]);
  });

  it.each([
    [{ twin }, /^stores\.orders\.twin needs backups/],
    [{ twin, placement: "managed" }, /^stores\.orders\.twin is of no use/],
    [{ backups, twin: { ...twin, environment: "shop-test" } }, /twin\.environment is this environment itself/],
    [{ backups: untried, twin: { ...twin, primary: "shop-else" } }, /twin\.primary is neither/],
    [{ backups: untried, twin: { ...follower, token: { secret: "token" } } }, /twin\.token is what a new primary gets/],
    [{ backups, twin: { ...twin, region: "eu-west-1" } }, /twin\.region is of use for s3/],
    [{ backups, twin, restoreFrom: { bucket: "copies", store: "old" } }, /restoreFrom and twin both say/],
  ])("can't be %j", (orders, problem) => {
    expect(problems(orders)).toEqual([expect.stringMatching(problem)]);
  });
});
