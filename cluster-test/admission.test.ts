import { expect, test } from "vitest";
import { overuse, quantity } from "./admission.ts";

test("quantities are compared by what they mean", () => {
  expect(quantity("250m")).toBe(0.25);
  expect(quantity("2Gi")).toBe(quantity("2048Mi"));
  expect(quantity("12")).toBe(12);
  expect(() => quantity("a lot")).toThrow("is no quantity");
});

test("only what is above its limit is overuse", () => {
  expect(overuse({ "requests.cpu": "1", pods: "3" }, { "requests.cpu": "1000m", pods: "4" })).toEqual(["pods 4 of 3"]);
  expect(overuse({ pods: "3" }, {})).toEqual([]);
});
