import { expect, it } from "vitest";
import { sizes } from "../../../kit/sizes.ts";
import { databaseClasses, decideDatabaseClass } from "./database-classes.ts";

it("each size class has the cheapest machine that holds it", () => {
  expect(Object.entries(sizes).map(([size, wanted]) => [size, decideDatabaseClass(wanted).name])).toEqual([
    ["nano", "db.t4g.micro"],
    ["micro", "db.t4g.micro"],
    ["small", "db.t4g.micro"],
    ["medium", "db.t4g.medium"],
    ["large", "db.m7g.large"],
    ["xlarge", "db.m7g.xlarge"],
    ["2xlarge", "db.m7g.2xlarge"],
  ]);
});

it("the list goes from small to large", () => {
  const memory = databaseClasses.map(({ memoryGiB }) => memoryGiB);
  expect(memory).toEqual([...memory].sort((a, b) => a - b));
});

it("fails for a class that no machine can hold", () => {
  expect(() => decideDatabaseClass({ cpu: 64, memoryGiB: 8 })).toThrow("no machine has 64 CPUs");
});
