import { expect, it } from "vitest";
import { decideAfterwards, decideStorageClass } from "./storage-classes.ts";

it("keeps disks of deleted claims in production only", () => {
  expect((["development", "staging", "production"] as const).map((tier) => decideAfterwards({ tier }))).toEqual([
    "Delete",
    "Delete",
    "Retain",
  ]);
});

it("gives a store the class that it wishes, or the cluster's choice", () => {
  const cluster = { storageClass: "landbridge-zonal" };
  expect(decideStorageClass({}, cluster)).toBe("landbridge-zonal");
  expect(decideStorageClass({ volumes: "replicated" }, cluster)).toBe("landbridge-replicated");
  expect(decideStorageClass({ volumes: "zonal" }, { storageClass: "landbridge-replicated" })).toBe("landbridge-zonal");
});

it("leaves a cluster with classes of its own to its default", () => {
  expect(decideStorageClass({ volumes: "zonal" }, { storageClass: "" })).toBe("");
});
