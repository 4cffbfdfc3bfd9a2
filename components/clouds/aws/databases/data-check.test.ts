import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { checkBuckets } from "../objects/object-store-check.ts";
import { checkDatabases } from "./database-check.ts";

const pathsOf = (issues: readonly { readonly path: string }[]): string[] => issues.map(({ path }) => path);

describe("the check of databases", () => {
  const store = (placement: "managed" | "in-cluster" = "managed") => ({ kind: "postgres", placement }) as const;
  const issues = (stores: Record<string, unknown>, name = "shop-prod") =>
    checkDatabases({ name, stores: exampleEnvironment({ stores, domains: {} }).stores });

  it("finds nothing wrong with good ones, and looks at managed ones alone", () => {
    expect(issues({ orders: store(), postgres: store("in-cluster") })).toEqual([]);
  });

  it("fails a database that every server has", () => {
    expect(pathsOf(issues({ postgres: store(), rdsadmin: store() }))).toEqual(["stores.postgres", "stores.rdsadmin"]);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  it("fails names with two dashes in a row", () => {
    expect(pathsOf(issues({ "old--orders": store() }))).toEqual(["stores.old--orders"]);
  });
});

describe("the check of buckets", () => {
  const issues = (bucket: string, name = "shop-prod") =>
    checkBuckets({ name, buckets: exampleEnvironment({ buckets: { [bucket]: {} } }).buckets });

  it("fails names that are too long, with how much is too much", () => {
    expect(issues("b".repeat(30), "e".repeat(14))).toEqual([]);
    expect(issues("b".repeat(30), "e".repeat(15))).toMatchObject([
      { path: `buckets.${"b".repeat(30)}`, wayOut: "shorten it or the environment's name by 1" },
    ]);
  });

  it("fails a beginning that S3 keeps for itself", () => {
    expect(pathsOf(issues("audit", "sthree-prod"))).toEqual(["buckets.audit"]);
  });
});
