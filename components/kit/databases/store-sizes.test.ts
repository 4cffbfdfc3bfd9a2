import { expect, it } from "vitest";
import { store } from "../../../environments/schema/stores/stores.ts";
import { storeSizeProblem } from "./store-sizes.ts";

it("refuses a size in which a store can't start", () => {
  expect(storeSizeProblem(store.parse({ kind: "postgres", size: "nano" }))).toBe(
    "has 0.125 GiB, an in-cluster postgres needs 0.5 GiB (micro)",
  );
  expect(storeSizeProblem(store.parse({ kind: "kafka", size: "micro" }))).toContain("(small)");
});

it("has nothing against the smallest size, nor against a managed server", () => {
  expect(storeSizeProblem(store.parse({ kind: "kafka", size: "small" }))).toBeUndefined();
  expect(storeSizeProblem(store.parse({ kind: "postgres", size: "nano", placement: "managed" }))).toBeUndefined();
});
