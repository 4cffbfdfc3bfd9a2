import { expect, it } from "vitest";
import { size } from "../../../../environments/schema/names.ts";
import { decideKeyspace, decideRequestUnits, decideTtlSeconds } from "./cassandra.ts";

it("names a keyspace by its environment and store, in letters that need no quotes", () => {
  expect(decideKeyspace("shop-prod", "order-history")).toBe("shop_prod__order_history");
});

it("names no two stores alike, wherever the dash between them is", () => {
  const pairs = [
    ["shop-a", "b"],
    ["shop", "a-b"],
    ["shop--a", "b"],
    ["shop", "a--b"],
    ["shop", "-a-b"],
  ] as const;
  expect(new Set(pairs.map(([environment, store]) => decideKeyspace(environment, store))).size).toBe(pairs.length);
});

it("cuts a name at 48 characters and tells what was cut off apart", () => {
  const names = ["one", "two"].map((end) => decideKeyspace("s".repeat(40), `a-long-store-${end}`));
  expect(names.map(({ length }) => length)).toEqual([48, 48]);
  expect(new Set(names).size).toBe(2);
});

it("sells whole thousands of request units, and never fewer for a larger size", () => {
  const units = size.options.map(decideRequestUnits);
  expect(units.filter((one) => one % 1000 !== 0 || one < 1000)).toEqual([]);
  expect(units).toEqual(units.toSorted((a, b) => a - b));
});

it("counts the days of rows in seconds, and none where rows stay", () => {
  expect([decideTtlSeconds({ ttlDays: 1 }), decideTtlSeconds({})]).toEqual([86400, undefined]);
});
