import { expect, it } from "vitest";
import { decideEarlierVersionDays } from "./earlier-versions.ts";

it("earlier versions go after 30 days, also where objects themselves stay, and never later than these", () => {
  expect(decideEarlierVersionDays({})).toBe(30);
  expect(decideEarlierVersionDays({ deleteAfterDays: 400 })).toBe(30);
  expect(decideEarlierVersionDays({ deleteAfterDays: 3 })).toBe(3);
});
