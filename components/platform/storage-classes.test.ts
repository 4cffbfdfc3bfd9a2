import { expect, it } from "vitest";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames } from "../plan.fixture.ts";
import { StorageClasses, type StorageClassesArgs } from "./storage-classes.ts";

const volumes = {
  driver: "disks.example",
  keyParameter: "keyId",
  zonal: { type: "ssd" },
  replicated: { type: "ssd", copies: "2" },
  snapshots: { place: "here" },
};

const plan = (changes: Partial<StorageClassesArgs> = {}) =>
  planComponents((opts) => {
    const surroundings = exampleSurroundings({ storageClass: "landbridge-zonal" });
    new StorageClasses("shop-classes", { volumes, key: "a-key", scratch: true, surroundings, ...changes }, opts);
  });

it("makes a class for each kind of disk that the cloud has, and one of snapshots", async () => {
  expect(typesAndNames(await plan())).toEqual([
    "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass shop-classes-snapshots",
    "kubernetes:storage.k8s.io/v1:StorageClass shop-classes-replicated",
    "kubernetes:storage.k8s.io/v1:StorageClass shop-classes-scratch",
    "kubernetes:storage.k8s.io/v1:StorageClass shop-classes-zonal",
    "landbridge:platform:StorageClasses shop-classes",
  ]);
  const { driver, keyParameter, zonal, snapshots } = volumes;
  const without = await plan({ volumes: { driver, keyParameter, zonal, snapshots } });
  expect(without.map(({ name }) => name)).not.toContain("shop-classes-replicated");
  const unasked = await plan({ scratch: false });
  expect(unasked.map(({ name }) => name)).not.toContain("shop-classes-scratch");
});

it("encrypts every volume with the key, by the cloud's own word", async () => {
  const resources = await plan();
  expect(objectAt(custom(resources, "shop-classes-zonal"), "parameters")).toEqual({ type: "ssd", keyId: "a-key" });
  expect(objectAt(custom(resources, "shop-classes-replicated"), "parameters")).toEqual({
    type: "ssd",
    copies: "2",
    keyId: "a-key",
  });
  const without = custom(await plan({ key: undefined }), "shop-classes-zonal");
  expect(objectAt(without, "parameters")).toEqual({ type: "ssd" });
});

it("makes volumes where their pods run, lets them grow, and keeps those of production", async () => {
  const kept = await plan();
  expect(custom(kept, "shop-classes-zonal").inputs).toMatchObject({
    provisioner: "disks.example",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
    reclaimPolicy: "Retain",
  });
  expect(custom(kept, "shop-classes-snapshots").inputs).toMatchObject({
    driver: "disks.example",
    parameters: { place: "here" },
    deletionPolicy: "Retain",
  });
  const surroundings = exampleSurroundings({ tier: "staging", storageClass: "landbridge-zonal" });
  const gone = await plan({ surroundings });
  expect(custom(gone, "shop-classes-zonal").inputs["reclaimPolicy"]).toBe("Delete");
  expect(custom(gone, "shop-classes-snapshots").inputs["deletionPolicy"]).toBe("Delete");
});

it("makes scratch like zonal disks, under the same key, and keeps none of it in production", async () => {
  const resources = await plan();
  const zonal = custom(resources, "shop-classes-zonal").inputs;
  const scratch = custom(resources, "shop-classes-scratch").inputs;
  expect(scratch).toEqual({ ...zonal, metadata: scratch["metadata"], reclaimPolicy: "Delete" });
  expect(scratch["metadata"]).toMatchObject({
    name: "landbridge-scratch",
    annotations: { "storageclass.kubernetes.io/is-default-class": "false" },
  });
});

it("gives the stores' class to whoever asks for none, and no other", async () => {
  const defaults = async (storageClass: string) => {
    const resources = await plan({ surroundings: exampleSurroundings({ storageClass }) });
    return ["zonal", "replicated"].map(
      (place) =>
        objectAt(custom(resources, `shop-classes-${place}`), "metadata", "annotations")[
          "storageclass.kubernetes.io/is-default-class"
        ],
    );
  };
  expect(await defaults("landbridge-zonal")).toEqual(["true", "false"]);
  expect(await defaults("landbridge-replicated")).toEqual(["false", "true"]);
});
