import { describe, expect, it } from "vitest";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { checkAzureData } from "./data-check.ts";

const place = { ...azureEnvironment({ tier: "development", costMode: "lean" }) };
const bucket = { dataClass: "internal", retentionDays: 0, keepVersions: 5 } as const;

function postgres(placement: "managed" | "in-cluster"): StoreWish {
  return {
    kind: "postgres",
    placement,
    size: "large",
    dataClass: "internal",
    version: "17",
    replicas: 2,
    storageGiB: 20,
    pitrDays: 7,
  };
}

const long = "a".repeat(30);

describe("Azure's rules for data", () => {
  it("hold for usual names", () => {
    const stores = { orders: postgres("managed"), postgres: postgres("in-cluster") };
    expect(checkAzureData({ ...place, name: "bitvelocity-azure-prod", buckets: { uploads: bucket }, stores })).toEqual(
      [],
    );
  });

  it("fail for a server whose name is too long by as much as is said", () => {
    const stores = { [long]: postgres("managed") };
    expect(checkAzureData({ ...place, name: "e".repeat(14), buckets: {}, stores })).toEqual([]);
    expect(checkAzureData({ ...place, name: "e".repeat(15), buckets: {}, stores })).toEqual([
      {
        path: `stores.${long}`,
        value: long,
        rule: "makes a name of 64 characters, Azure takes 63",
        wayOut: "shorten it or the environment's name by 1",
      },
    ]);
  });

  it("fail for a bucket whose private endpoint's name is too long", () => {
    const name = "e".repeat(30);
    expect(checkAzureData({ ...place, name: name.slice(1), buckets: { [long]: bucket }, stores: {} })).toEqual([]);
    expect(checkAzureData({ ...place, name, buckets: { [long]: bucket }, stores: {} })).toMatchObject([
      { path: `buckets.${long}`, rule: "makes a name of 81 characters, Azure takes 80" },
    ]);
  });

  it("fail for a managed store whose database every server has already", () => {
    const stores = { "azure-sys": postgres("managed"), postgres: postgres("managed") };
    expect(checkAzureData({ ...place, name: "shop-prod", buckets: {}, stores }).map(({ path }) => path)).toEqual([
      "stores.azure-sys",
      "stores.postgres",
    ]);
  });
});
