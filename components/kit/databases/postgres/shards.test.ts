import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { decideStoreLimits } from "../store-limits.ts";
import { decideWorkloadIdentities } from "../../rights/workload-identities.ts";
import { decideRouting, expandShards, shardNames } from "./shards.ts";

const shards = { count: 3, key: "customer_id" };
const sharded = exampleEnvironment({
  stores: {
    orders: { kind: "postgres", shards, backups: { bucket: "copies" }, pooling: "transaction" },
    other: { kind: "postgres" },
  },
  buckets: { copies: {} },
  domains: {
    shop: {
      owner: "shop",
      services: {
        order: { image: "shop/order:1", uses: { orders: "read-write", other: "read" } },
        report: { image: "shop/report:1", uses: { other: "read" } },
      },
    },
  },
});

it("makes a store of each database, used by whoever used the one", () => {
  const { stores, domains, shardedStores } = expandShards(sharded);
  expect(Object.keys(stores).sort()).toEqual(["orders-0", "orders-1", "orders-2", "other"]);
  expect(stores["orders-1"]).toEqual({ ...sharded.stores["orders"], shards: undefined });
  expect(domains["shop"]?.services["order"]?.uses).toEqual({
    "orders-0": "read-write",
    "orders-1": "read-write",
    "orders-2": "read-write",
    other: "read",
  });
  expect(domains["shop"]?.services["report"]?.uses).toEqual({ other: "read" });
  expect(shardedStores).toEqual({ orders: shards });
});

it("leaves an environment without any as it is", () => {
  const plain = exampleEnvironment();
  expect(expandShards(plain)).toBe(plain);
});

it("gives every database room, and rights of its own", () => {
  const one = exampleEnvironment({
    stores: { orders: { kind: "postgres", backups: { bucket: "copies" }, pooling: "transaction" } },
    buckets: { copies: {} },
    domains: {},
  });
  const pods = (environment: Pick<typeof one, "stores">) => Number(decideStoreLimits(environment).hard["pods"]);
  const three = Object.fromEntries(Object.entries(expandShards(sharded).stores).filter(([name]) => name !== "other"));
  expect(pods({ stores: three }) - 10).toBe(3 * (pods(one) - 10));
  const names = decideWorkloadIdentities(expandShards(sharded)).map(({ name }) => name);
  expect(names).toContain("landbridge-data-orders-2");
  expect(names).not.toContain("landbridge-data-orders");
});

it("tells services where to look, so that each finds the same database for a key", () => {
  const routing = decideRouting("orders", shards);
  expect(routing).toEqual({
    ORDERS_SHARDS: "ORDERS_0,ORDERS_1,ORDERS_2",
    ORDERS_SHARD_KEY: "customer_id",
    ORDERS_SHARD_HASH: "crc32",
  });
  // The check value of the CRC that docs/stores/postgres.md promises.
  expect(crc32("123456789")).toBe(0xcbf43926);
  const prefixes = routing["ORDERS_SHARDS"]?.split(",") ?? [];
  expect(prefixes[crc32("Łódź") % prefixes.length]).toBe("ORDERS_0");
  expect(shardNames("orders", shards)).toHaveLength(prefixes.length);
});
