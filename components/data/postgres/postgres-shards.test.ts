import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { custom, exampleSurroundings, planComponents, waitsFor } from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { bindShards, PostgresShards } from "./postgres-shards.ts";

const sharded = { orders: { count: 2, key: "customer_id" } };

async function plan(uses: Readonly<Record<string, "read">>) {
  return planComponents((opts) => {
    const args = { sharded, surroundings: exampleSurroundings({ protect: true }), namespace: "landbridge-data" };
    const { routing } = new PostgresShards("shop-shards", args, opts);
    for (const [variable, value] of Object.entries(bindShards({ uses }, routing))) new Service(variable, output(value));
  });
}

it("writes down how rows are found where another count or key can only fail", async () => {
  const written = custom(await plan({}), "shop-shards-orders");
  expect(written.inputs).toMatchObject({
    immutable: true,
    data: { ORDERS_SHARDS: "ORDERS_0,ORDERS_1", ORDERS_SHARD_KEY: "customer_id", ORDERS_SHARD_HASH: "crc32" },
  });
  expect(written).toMatchObject({ protect: true, deleteBeforeReplace: false, replaceOnChanges: ["data"] });
});

it("tells who uses the store, who waits until that is known to be as it was, and nobody else", async () => {
  const told = await plan({ "orders-0": "read", "orders-1": "read" });
  const shown = told.filter(({ name }) => name.startsWith("ORDERS_"));
  expect(shown.map(({ name }) => name).sort()).toEqual(["ORDERS_SHARDS", "ORDERS_SHARD_HASH", "ORDERS_SHARD_KEY"]);
  for (const one of shown) expect(waitsFor(one).join()).toContain("shop-shards-orders");
  expect((await plan({ other: "read" })).some(({ name }) => name.startsWith("ORDERS_"))).toBe(false);
});
