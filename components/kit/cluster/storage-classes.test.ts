import { expect, it } from "vitest";
import { mongodb } from "../../../environments/schema/stores/mongodb.ts";
import { postgres } from "../../../environments/schema/stores/stores.ts";
import {
  bindsToZone,
  decideAfterwards,
  decideScratchClass,
  decideStorageClass,
  needsScratch,
} from "./storage-classes.ts";

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

it("keeps no disk of scratch, in production either", () => {
  expect(decideAfterwards({ tier: "production" }, "scratch")).toBe("Delete");
  expect(decideAfterwards({ tier: "production" }, "zonal")).toBe("Retain");
});

it("has copies on scratch, whatever the store's class, and on the default of a cluster with classes of its own", () => {
  for (const storageClass of ["landbridge-zonal", "landbridge-replicated"])
    expect(decideScratchClass({ storageClass })).toBe("landbridge-scratch");
  expect(decideScratchClass({ storageClass: "" })).toBe("");
});

it("needs scratch for stores in the cluster that are copied to a bucket", () => {
  const needs = (wish: object) => needsScratch({ stores: { orders: postgres.parse({ kind: "postgres", ...wish }) } });
  const backups = { bucket: "copies" };
  expect(needs({ placement: "in-cluster", backups })).toBe(true);
  expect(needs({ placement: "in-cluster" })).toBe(false);
  expect(needs({ placement: "managed" })).toBe(false);
  const documents = mongodb.parse({ kind: "mongodb", restoreFrom: { bucket: "copies", store: "old" } });
  expect(needsScratch({ stores: { documents } })).toBe(true);
});

it("binds pods to the zone of what they keep there, not of their scratch", () => {
  const classes = ["landbridge-zonal", "landbridge-replicated", "landbridge-scratch", ""];
  expect(classes.filter(bindsToZone)).toEqual(["landbridge-zonal", ""]);
});
